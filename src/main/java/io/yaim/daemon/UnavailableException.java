package io.yaim.daemon;

import java.io.IOException;

/// Something that is needed is missing: a privilege, an interface, a free name, a store without a daemon.
public final class UnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
