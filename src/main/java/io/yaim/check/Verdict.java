package io.yaim.check;

/// What one run of a check found.
public sealed interface Verdict {

    /// The service works.
    record Pass() implements Verdict {}

    /// The service answered wrongly, or not in time. The reason is one line without control characters, and has
    /// a bound: it may come from the service itself, and ends up in logs, status and the store.
    record Fail(String reason) implements Verdict {

        public Fail {
            reason = ReasonText.of(reason);
        }
    }
}
