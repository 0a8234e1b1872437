package io.yaim.api;

/// A request fails with this HTTP status and a reason for the client.
public final class HttpErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status an HTTP status, 400 to 599
    public HttpErrorException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
