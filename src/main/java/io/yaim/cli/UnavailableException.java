package io.yaim.cli;

import java.io.IOException;

/// This host lacks what the daemon needs: a privilege, an interface, a free name.
final class UnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnavailableException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
