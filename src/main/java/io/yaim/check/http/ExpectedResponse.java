package io.yaim.check.http;

import io.yaim.check.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/// The expected response. If `exactBody` is set, `bodyPart` is ignored, as in the original yaim.
record ExpectedResponse(int code, Optional<String> exactBody, Optional<String> bodyPart) {

    /// The maximum number of bytes that are read of a body.
    static final int MAX_BODY_BYTES = 65_536;

    /// Compares the response. Reads the body only if something is expected of it.
    Verdict compare(Response response) throws IOException {
        if (response.code() != code) {
            return new Verdict.Fail("status " + response.code() + ", expected " + code);
        }
        if (exactBody.isEmpty() && bodyPart.isEmpty()) {
            return new Verdict.Pass();
        }
        BufferedSource source = response.body().source();
        boolean isTruncated = source.request(MAX_BODY_BYTES + 1);
        byte[] bytes = source.readByteArray(Math.min(source.getBuffer().size(), MAX_BODY_BYTES));
        MediaType type = response.body().contentType();
        String text = new String(bytes, type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
        return exactBody.isPresent() ? compareWhole(text, isTruncated) : comparePart(text, isTruncated);
    }

    // The reason does not contain the body, which may be long, binary or confidential.
    private Verdict compareWhole(String text, boolean isTruncated) {
        if (isTruncated) {
            return new Verdict.Fail("body of more than " + MAX_BODY_BYTES + " bytes is not the expected one");
        }
        return exactBody.orElseThrow().equals(text)
                ? new Verdict.Pass()
                : new Verdict.Fail("body of " + text.length() + " characters is not the expected one");
    }

    private Verdict comparePart(String text, boolean isTruncated) {
        return text.contains(bodyPart.orElseThrow())
                ? new Verdict.Pass()
                : new Verdict.Fail("expected text is not in "
                        + (isTruncated ? "the first " + MAX_BODY_BYTES + " bytes of " : "") + "the body");
    }
}
