package io.yaim.api;

/// A request that is answered with a status other than success, and a reason that its sender may read.
public final class HttpErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of HTTP, 400 to 599
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
