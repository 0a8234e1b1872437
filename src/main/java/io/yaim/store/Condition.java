package io.yaim.store;

/// What a key has to be like, so that a transaction takes effect.
public sealed interface Condition {

    String key();

    /// There is no such key.
    record Absent(String key) implements Condition {}

    /// There is one, whatever it says.
    record Present(String key) implements Condition {}

    /// It was changed last at this revision, and not since.
    ///
    /// @param revision above 0
    record AtRevision(String key, long revision) implements Condition {

        public AtRevision {
            if (revision <= 0) {
                throw new IllegalArgumentException("expected a revision above 0, found " + revision);
            }
        }
    }
}
