package io.yaim.cli.client;

import java.io.IOException;

/// The server does not run, or cannot answer now.
public final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    public NoAnswerException(String message) {
        super(message);
    }

    NoAnswerException(String message, IOException cause) {
        super(message, cause);
    }
}
