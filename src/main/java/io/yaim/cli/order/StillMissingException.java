package io.yaim.cli.order;

import java.io.IOException;

/// What was ordered stands, but has not happened in time.
public final class StillMissingException extends IOException {

    private static final long serialVersionUID = 1L;

    StillMissingException(String message) {
        super(message);
    }
}
