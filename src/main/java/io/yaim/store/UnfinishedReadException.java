package io.yaim.store;

import java.io.IOException;

/// The store answers, but has more than could be read in one call. The next call goes on.
public final class UnfinishedReadException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnfinishedReadException(String message) {
        super(message);
    }
}
