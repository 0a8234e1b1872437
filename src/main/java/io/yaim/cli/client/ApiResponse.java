package io.yaim.cli.client;

import io.yaim.json.StrictYaml;
import java.io.IOException;
import java.util.Map;

/// A response of the API.
///
/// @param text JSON; empty: no content
public record ApiResponse(int status, String text) {

    /// The longest response in bytes, enough for a pool many times the largest.
    static final int LONGEST = 16 << 20;

    private static final int DEPTH = 12;

    private static final int UNAVAILABLE = 503;

    /// Returns this response if it reports success.
    ///
    /// @throws ApiErrorException it reports a failure
    /// @throws NoAnswerException the server cannot serve the request now
    ApiResponse orThrow() throws ApiErrorException, NoAnswerException {
        if (status == UNAVAILABLE) {
            throw new NoAnswerException(error());
        }
        if (status < 200 || status >= 300) {
            throw new ApiErrorException(status, error());
        }
        return this;
    }

    /// Returns the parsed maps, lists, texts and numbers; an empty map without content.
    public Object value() throws IOException {
        try {
            return StrictYaml.parse(text, LONGEST, DEPTH).orElse(Map.of());
        } catch (IllegalArgumentException e) {
            throw new IOException("expected JSON as the answer: " + e.getMessage(), e);
        }
    }

    /// Returns the reason of a failure, as the server gave it.
    private String error() {
        try {
            return ResponseFields.of(value()).text("error").orElse("status " + status);
        } catch (IOException e) {
            return "status " + status + ", without a reason"; // such as a proxy's page
        }
    }
}
