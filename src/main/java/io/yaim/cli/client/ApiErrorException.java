package io.yaim.cli.client;

import java.io.IOException;

/// The API does not do what it was asked; the message is its own.
public final class ApiErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiErrorException(int status, String message) {
        super(message);
        this.status = status;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    /// Whether the configuration that it was to read is wrong (RFC 9110, section 15.5.21).
    public boolean isUnprocessable() {
        return status == 422;
    }
}
