package io.yaim.check;

/// The result of one run of a check.
public sealed interface Verdict {

    /// The service works.
    record Pass() implements Verdict {}

    /// The service answered wrongly or not in time. The reason is shortened to one line without control characters,
    /// because it may come from the service itself and is shown in logs, the status and the store.
    record Fail(String reason) implements Verdict {

        public Fail {
            reason = ReasonText.of(reason);
        }
    }
}
