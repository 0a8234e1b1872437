package io.yaim.cli.client;

import java.io.IOException;

/// The API refuses a request; the message is the API's.
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

    /// Returns whether the reason is a wrong configuration (RFC 9110, section 15.5.21).
    public boolean isUnprocessable() {
        return status == 422;
    }
}
