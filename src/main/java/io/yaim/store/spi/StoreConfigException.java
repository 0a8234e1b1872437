package io.yaim.store.spi;

/// The configuration of the store does not fit the state of the store. The message is for people.
public final class StoreConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreConfigException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
