package io.yaim.cli.admin;

import java.io.IOException;

/// The request was accepted, but its effect did not show in time.
public final class CompletionTimeoutException extends IOException {

    private static final long serialVersionUID = 1L;

    CompletionTimeoutException(String message) {
        super(message);
    }
}
