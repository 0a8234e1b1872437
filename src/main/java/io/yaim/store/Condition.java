package io.yaim.store;

/// What must be true of a key so that a transaction takes effect.
public sealed interface Condition {

    String key();

    /// The key does not exist.
    record Absent(String key) implements Condition {}

    /// The key exists, with any value.
    record Present(String key) implements Condition {}

    /// The last change of the key was at this revision.
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
