package io.yaim.cli.admin;

import java.io.IOException;

/// What was ordered stands, but has not happened in time.
public final class CompletionTimeoutException extends IOException {

    private static final long serialVersionUID = 1L;

    CompletionTimeoutException(String message) {
        super(message);
    }
}
