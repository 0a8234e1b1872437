package io.yaim.cli.client;

import io.yaim.json.StrictYaml;
import java.io.IOException;
import java.util.Map;

/// What the API answers.
///
/// @param text JSON; empty: nothing to say
public record ApiResponse(int status, String text) {

    /// The longest answer, in bytes: that of a pool many times the largest.
    static final int LONGEST = 16 << 20;

    private static final int DEPTH = 12;

    private static final int UNAVAILABLE = 503;

    /// This one, if it says that it is done.
    ///
    /// @throws ApiErrorException it says why not
    /// @throws NoAnswerException whoever answers cannot do it now
    ApiResponse orThrow() throws ApiErrorException, NoAnswerException {
        if (status == UNAVAILABLE) {
            throw new NoAnswerException(error());
        }
        if (status < 200 || status >= 300) {
            throw new ApiErrorException(status, error());
        }
        return this;
    }

    /// The maps, lists, texts and numbers that were told; an empty map for nothing.
    public Object value() throws IOException {
        try {
            return StrictYaml.parse(text, LONGEST, DEPTH).orElse(Map.of());
        } catch (IllegalArgumentException e) {
            throw new IOException("an answer that is no JSON: " + e.getMessage(), e);
        }
    }

    /// Why it was not done, in the words of whoever did not do it.
    private String error() {
        try {
            return ResponseFields.of(value()).text("error").orElse("status " + status);
        } catch (IOException e) {
            return "status " + status + ", without a reason"; // a proxy's page, say
        }
    }
}
