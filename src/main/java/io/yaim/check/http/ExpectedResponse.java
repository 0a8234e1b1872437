package io.yaim.check.http;

import io.yaim.check.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/// Which answer passes. With `exactBody` set, `bodyPart` does not count, as in the original yaim.
record ExpectedResponse(int code, Optional<String> exactBody, Optional<String> bodyPart) {

    /// More of a body is never read.
    static final int BODY_BYTES_MOST = 65_536;

    /// Reads the body only if something is expected of it.
    Verdict judge(Response response) throws IOException {
        if (response.code() != code) {
            return new Verdict.Fail("status " + response.code() + ", expected " + code);
        }
        if (exactBody.isEmpty() && bodyPart.isEmpty()) {
            return new Verdict.Pass();
        }
        BufferedSource source = response.body().source();
        boolean longer = source.request(BODY_BYTES_MOST + 1);
        byte[] bytes = source.readByteArray(Math.min(source.getBuffer().size(), BODY_BYTES_MOST));
        MediaType type = response.body().contentType();
        String text = new String(bytes, type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
        return exactBody.isPresent() ? judgeWhole(text, longer) : judgePart(text, longer);
    }

    // The body itself stays out of the reason: it may be long, binary or confidential.
    private Verdict judgeWhole(String text, boolean longer) {
        if (longer) {
            return new Verdict.Fail("body of more than " + BODY_BYTES_MOST + " bytes, expected another one");
        }
        return exactBody.orElseThrow().equals(text)
                ? new Verdict.Pass()
                : new Verdict.Fail("body of " + text.length() + " characters is not the expected one");
    }

    private Verdict judgePart(String text, boolean longer) {
        return text.contains(bodyPart.orElseThrow())
                ? new Verdict.Pass()
                : new Verdict.Fail("expected text is not in "
                        + (longer ? "the first " + BODY_BYTES_MOST + " bytes of " : "") + "the body");
    }
}
