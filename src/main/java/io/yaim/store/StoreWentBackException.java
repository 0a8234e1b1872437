package io.yaim.store;

import java.io.IOException;

/// The store is not the one that it was: its revision is below one already seen, or it is another cluster. What
/// it said before proves nothing.
public final class StoreWentBackException extends IOException {

    private static final long serialVersionUID = 1L;

    public StoreWentBackException(String message) {
        super(message);
    }
}
