package io.yaim.store;

import java.io.IOException;

/// The store has lost changes: its revision is below one already seen, or it is another cluster. What it reported
/// before proves nothing.
public final class StoreWentBackException extends IOException {

    private static final long serialVersionUID = 1L;

    public StoreWentBackException(String message) {
        super(message);
    }
}
