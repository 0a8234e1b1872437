package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckSettingsTest {

    private static final Option URL = Option.required("url", Option.Kind.STRING, "what to ask");
    private static final Option CODE = Option.standard("expected-code", Option.Kind.INTEGER, "200", "the status");
    private static final Option CA = Option.optional("ca-file", Option.Kind.FILE, "authorities to trust");
    private static final Option PASSWORD = Option.optional("password", Option.Kind.SECRET, "basic auth");
    private static final Option ANSWER = Option.optional("expected-response", Option.Kind.STRING, "the answer")
            .alsoSpelt("exprected-response");

    @TempDir
    Path directory = Path.of(".");

    @Test
    void anOptionIsFoundInEverySpelling() throws Exception {
        for (String spelling : List.of("expected-code", "expected_code", "web-expected-code", "web_expected_code")) {
            assertThat(settings(spelling, 404).integer(CODE, 100, 599)).hasValue(404);
        }
        assertThat(settings("web_exprected_response", "1").text(ANSWER)).hasValue("1");
    }

    @Test
    void scalarsAreReadAsText() throws Exception {
        assertThat(settings("expected-response", 1).text(ANSWER)).hasValue("1");
        assertThat(settings("expected-response", true).text(ANSWER)).hasValue("true");
    }

    @Test
    void anEmptyTextCountsAsAbsent() throws Exception {
        assertThat(settings("expected-response", "").text(ANSWER)).isEmpty();
        assertThat(settings("expected-code", "").integer(CODE, 100, 599)).hasValue(200);
    }

    @Test
    void errorsSayWhatWasFoundAndWhatWasExpected() {
        assertThatThrownBy(() -> settings("other", 1).required(URL))
                .hasMessage("url: found nothing, expected what to ask");
        assertThatThrownBy(() -> settings("url", List.of(1)).required(URL))
                .hasMessage("url: found a list, expected text");
        assertThatThrownBy(() -> settings("expected-code", "OK").integer(CODE, 100, 599))
                .hasMessage("expected-code: found 'OK', expected a whole number from 100 to 599");
        assertThatThrownBy(() -> settings("expected-code", 600).integer(CODE, 100, 599))
                .hasMessage("expected-code: found '600', expected a whole number from 100 to 599");
        assertThatThrownBy(() -> settings("ca-file", "/none/ca.pem").file(CA))
                .hasMessage("ca-file: found '/none/ca.pem', expected a file that can be read");
        assertThatThrownBy(() -> settings("ca-file", "a\0b").file(CA)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> settings("ca-file", directory.toString()).file(CA))
                .isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void aReadableFileIsAccepted() throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), "x");
        assertThat(settings("ca-file", file.toString()).file(CA)).hasValue(file);
    }

    @Test
    void secretsAreNeverShown() {
        assertThatThrownBy(() -> settings("password", "s3cret").integer(PASSWORD, 0, 1))
                .hasMessageNotContaining("s3cret");
        assertThat(settings("password", "s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void anInvalidNameIsRejected() {
        Pace pace = Pace.every(Duration.ofSeconds(1));
        assertThatThrownBy(() -> new CheckSettings("a\nb", "web", pace, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CheckSettings settings(String key, Object value) {
        return new CheckSettings("api", "web", Pace.every(Duration.ofSeconds(1)), Map.of(key, value));
    }
}
