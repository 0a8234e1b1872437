package io.yaim.store;

import java.io.IOException;

/// The store works on it, but it takes longer than one call. The next call goes on.
public final class UnfinishedCallException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnfinishedCallException(String message) {
        super(message);
    }
}
