package io.yaim.check.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.yaim.check.CheckFactory.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class HttpCheckIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(80);
    private static final WireMockServer SERVER =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

    static {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void reset() {
        SERVER.resetAll();
    }

    @Test
    void passesOnStatus200WhenNothingElseIsExpected() throws Exception {
        answer(ok("anything"));
        assertThat(run(Map.of())).isEqualTo(new Verdict.Pass());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 404, 503})
    void failsOnAnyOtherStatus(int status) throws Exception {
        answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
        assertThat(run(Map.of())).isEqualTo(fail("status " + status + ", expected 200"));
        assertThat(run(Map.of("http-expected-code", status))).isEqualTo(new Verdict.Pass());
    }

    @Test
    void followsNoRedirect() throws Exception {
        answer(aResponse().withStatus(302).withHeader("Location", "/elsewhere"));
        assertThat(run(Map.of("expected-code", 302))).isEqualTo(new Verdict.Pass());
        SERVER.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void comparesTheWholeBody() throws Exception {
        answer(ok("fine"));
        assertThat(run(Map.of("expected-response", "fine"))).isEqualTo(new Verdict.Pass());
        assertThat(run(Map.of("expected-response", "fin")))
                .isEqualTo(fail("body of 4 characters is not the expected one"));
        answer(ok("fine\n"));
        assertThat(run(Map.of("expected-response", "fine"))).isInstanceOf(Verdict.Fail.class);
    }

    @Test
    void findsATextInTheBody() throws Exception {
        answer(ok("{\"node\":{\"value\":\"foo\"}}"));
        assertThat(run(Map.of("expected-response-contains", "\"value\":\"foo\"")))
                .isEqualTo(new Verdict.Pass());
        assertThat(run(Map.of("expected-response-contains", "bar")))
                .isEqualTo(fail("expected text is not in the body"));
    }

    @Test
    void comparesOnlyTheWholeBodyIfBothAreSetLikeTheOriginal() throws Exception {
        answer(ok("fine"));
        assertThat(run(Map.of("expected-response", "fine", "expected-response-contains", "absent")))
                .isEqualTo(new Verdict.Pass());
    }

    @Test
    void aWrongStatusFailsEvenIfTheBodyIsRight() throws Exception {
        answer(aResponse().withStatus(500).withBody("fine"));
        assertThat(run(Map.of("expected-response", "fine"))).isEqualTo(fail("status 500, expected 200"));
    }

    @Test
    void acceptsBinaryBodies() throws Exception {
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        answer(aResponse().withBody(binary));
        assertThat(run(Map.of())).isEqualTo(new Verdict.Pass());
        assertThat(run(Map.of("expected-response", "fine"))).isInstanceOf(Verdict.Fail.class);
        assertThat(run(Map.of("expected-response-contains", "ABC"))).isEqualTo(new Verdict.Pass());
    }

    @Test
    void usesTheCharsetOfTheServer() throws Exception {
        answer(ok("größer").withHeader("Content-Type", "text/plain; charset=UTF-8"));
        assertThat(run(Map.of("expected-response", "größer"))).isEqualTo(new Verdict.Pass());
        answer(aResponse()
                .withBody("größer".getBytes(StandardCharsets.ISO_8859_1))
                .withHeader("Content-Type", "text/plain; charset=ISO-8859-1"));
        assertThat(run(Map.of("expected-response", "größer"))).isEqualTo(new Verdict.Pass());
    }

    @Test
    void readsAtMost64KibOfABody() throws Exception {
        answer(ok("x".repeat(ExpectedResponse.MAX_BODY_BYTES)));
        assertThat(run(Map.of("expected-response", "x".repeat(ExpectedResponse.MAX_BODY_BYTES))))
                .isEqualTo(new Verdict.Pass());
        answer(ok("start " + "x".repeat(5_000_000) + " end"));
        assertThat(run(Map.of("expected-response", "fine")))
                .isEqualTo(fail("body of more than 65536 bytes is not the expected one"));
        assertThat(run(Map.of("expected-response-contains", "start"))).isEqualTo(new Verdict.Pass());
        assertThat(run(Map.of("expected-response-contains", "end")))
                .isEqualTo(fail("expected text is not in the first 65536 bytes of the body"));
    }

    @Test
    void failsAtTheTimeout() throws Exception {
        answer(ok().withFixedDelay(10_000));
        assertThat(run(Map.of(), Duration.ofMillis(200))).isEqualTo(fail("no full answer within 200 ms"));
    }

    @Test
    void failsAtTheTimeoutOfASlowBody() throws Exception {
        answer(ok("x".repeat(1000)).withChunkedDribbleDelay(100, 20_000));
        long start = System.nanoTime();
        assertThat(run(Map.of("expected-response", "fine"), Duration.ofSeconds(1)))
                .isEqualTo(fail("no full answer within 1000 ms"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void doesNotReadABodyOfWhichNothingIsExpected() throws Exception {
        answer(ok("x".repeat(1000)).withChunkedDribbleDelay(100, 20_000));
        assertThat(run(Map.of(), Duration.ofSeconds(5))).isEqualTo(new Verdict.Pass());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void throwsWhenTheConnectionIsLost(Fault fault) {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));
        // OK followed by garbage is a status 200. It passes if no body is expected.
        assertThatThrownBy(() -> run(Map.of("expected-response", "fine")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("GET " + url() + ": ");
    }

    @Test
    void throwsWhenNothingListens() throws Exception {
        WireMockServer gone =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        gone.start();
        int port = gone.port();
        gone.stop();
        assertThatThrownBy(() ->
                        check("http", Map.of("url", "http://127.0.0.1:" + port)).run(TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Failed to connect to /127.0.0.1:" + port);
    }

    @Test
    void usesBasicAuthentication() throws Exception {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        SERVER.stubFor(get(urlEqualTo("/health")).withBasicAuth("me", "s3crét").willReturn(ok()));
        assertThat(run(Map.of("http-user", "me", "http-password", "s3crét"))).isEqualTo(new Verdict.Pass());
        assertThat(run(Map.of("http-user", "me", "http-password", "wrong"))).isInstanceOf(Verdict.Fail.class);
        assertThat(run(Map.of())).isInstanceOf(Verdict.Fail.class);
    }

    @Test
    void usesTheLoginInTheUrlWithoutShowingIt() throws Exception {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        String url = url().replace("http://", "http://me:s3cret@") + "?token=s3cret#s3cret";
        assertThat(run(Map.of("url", url))).isEqualTo(fail("status 401, expected 200"));
        SERVER.verify(getRequestedFor(urlEqualTo("/health?token=s3cret"))
                .withBasicAuth(new BasicCredentials("me", "s3cret")));
    }

    @Test
    void sendsAPlainRequest() throws Exception {
        answer(ok());
        run(Map.of());
        SERVER.verify(getRequestedFor(urlEqualTo("/health"))
                .withHeader("User-Agent", equalTo("yaim"))
                .withHeader("Accept-Encoding", equalTo("identity"))
                .withoutHeader("Authorization"));
    }

    @Test
    void anInvalidUrlIsRejected() {
        for (String url : new String[] {"localhost:80/health", "ftp://h/x", "http://", "http://h:99999/"}) {
            assertThatThrownBy(() -> check("http", Map.of("url", url)))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessage("url: found an invalid URL, expected an http or https URL to GET");
        }
    }

    @Test
    void anInvalidStatusIsRejected() {
        assertThatThrownBy(() -> check("http", Map.of("url", url(), "expected-code", 2000)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("expected-code: found '2000'");
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get(urlEqualTo("/health")).willReturn(answer));
    }

    private static String url() {
        return "http://127.0.0.1:" + SERVER.port() + "/health";
    }

    private static Verdict.Fail fail(String reason) {
        return new Verdict.Fail("GET " + url() + ": " + reason);
    }

    private static Verdict run(Map<String, Object> options) throws Exception {
        return run(options, TIMEOUT);
    }

    private static Verdict run(Map<String, Object> options, Duration timeout) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("url", url()));
        all.putAll(options);
        return check("http", all, timeout).run(timeout);
    }
}
