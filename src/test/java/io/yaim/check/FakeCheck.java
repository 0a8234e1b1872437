package io.yaim.check;

import java.io.IOException;
import java.time.Duration;

/// A check with an answer that the test sets.
final class FakeCheck implements Check {

    private Answer answer = Verdict.Pass::new;
    private int runs;
    private volatile boolean closed;

    @FunctionalInterface
    interface Answer {

        Verdict give() throws IOException, InterruptedException;
    }

    FakeCheck passes() {
        answer = Verdict.Pass::new;
        return this;
    }

    FakeCheck fails(String reason) {
        answer = () -> new Verdict.Fail(reason);
        return this;
    }

    FakeCheck isUnreachable(String reason) {
        answer = () -> {
            throw new IOException(reason);
        };
        return this;
    }

    FakeCheck answers(Answer given) {
        answer = given;
        return this;
    }

    int runs() {
        return runs;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Verdict run(Duration timeout) throws IOException, InterruptedException {
        runs++;
        return answer.give();
    }

    @Override
    public void close() {
        closed = true;
    }
}
