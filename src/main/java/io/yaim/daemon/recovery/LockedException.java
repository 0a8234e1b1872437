package io.yaim.daemon.recovery;

import java.io.IOException;

/// Another process holds a lock of this node.
public final class LockedException extends IOException {

    private static final long serialVersionUID = 1L;

    LockedException(String message) {
        super(message);
    }
}
