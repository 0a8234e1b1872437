package io.yaim.store;

/// A change of a key, as the watch of a store reports it.
public sealed interface KeyEvent {

    String key();

    /// The store's revision at which it happened; several may have happened at one.
    long revision();

    record Written(RawKey rawKey) implements KeyEvent {

        @Override
        public String key() {
            return rawKey.key();
        }

        @Override
        public long revision() {
            return rawKey.revision();
        }
    }

    record Deleted(String key, long revision) implements KeyEvent {}
}
