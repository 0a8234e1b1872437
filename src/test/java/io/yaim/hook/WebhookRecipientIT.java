package io.yaim.hook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(360)
final class WebhookRecipientIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BODY =
            "{\"endpoint_id\":\"vip-10.0.0.1\",\"resource_id\":\"%s\",\"plugin\":\"webhook\","
                    + "\"status\":\"%s\",\"event\":\"%s\",\"time\":\"2026-01-02T03:04:05Z\",\"node\":\"a\","
                    + "\"ip\":\"10.0.0.1\",\"prefix\":24,\"interface\":\"eth0\",\"state_from\":null,\"state_to\":null,"
                    + "\"state_event\":null,\"reason\":null,\"mac\":null,\"hook\":\"cloud\"}";

    private final WireMockServer server =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

    WebhookRecipientIT() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void sendsTheEventWithLinksFieldsAndSignature() throws Exception {
        answer(ok());
        recipient(Map.of("Authorization", "Bearer token"), Optional.of("sesame"), Optional.of("r1"))
                .deliver(HookFixtures.bind(1), PATIENCE);
        LoggedRequest request = request();
        String body = BODY.formatted("r1", "ACTIVATED", "bind");
        String timestamp = Long.toString(HookFixtures.AT.getEpochSecond());
        assertThat(request.getBodyAsString()).isEqualTo(body);
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer token");
        assertThat(request.getHeader("X-Link-Webhook-Resource-ID")).isEqualTo("r1");
        assertThat(request.getHeader("X-Link-Webhook-Timestamp")).isEqualTo(timestamp);
        assertThat(request.getHeader("X-Link-Webhook-Signature")).isEqualTo(hmac("sesame", timestamp + "." + body));
    }

    @Test
    void withoutSecretAndResourceThereIsNeitherSignatureNorId() throws Exception {
        answer(ok());
        plain().deliver(HookFixtures.drop(1), PATIENCE);
        assertThat(request().getBodyAsString()).isEqualTo(BODY.formatted("", "STANDBY", "drop"));
        assertThat(request().containsHeader("X-Link-Webhook-Signature")).isFalse();
        assertThat(request().containsHeader("X-Link-Webhook-Resource-ID")).isFalse();
    }

    @Test
    void anyStatusOfTwoHundredIsSuccessAndNoOther() throws Exception {
        answer(aResponse().withStatus(204));
        plain().deliver(HookFixtures.bind(1), PATIENCE);
        answer(aResponse().withStatus(503).withBody("x".repeat(1_000_000)));
        assertThatThrownBy(() -> plain().deliver(HookFixtures.bind(1), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessage("POST to http://127.0.0.1:" + server.port() + ": status 503, expected 2xx");
    }

    @Test
    void redirectsAreNotFollowed() {
        answer(temporaryRedirect("/elsewhere"));
        assertThatThrownBy(() -> plain().deliver(HookFixtures.bind(1), PATIENCE))
                .hasMessageContaining("status 302");
        server.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void aServerThatHangsIsGivenUpInTime() {
        answer(ok().withFixedDelay(300_000));
        assertThatThrownBy(() -> plain().deliver(HookFixtures.bind(1), Duration.ofMillis(200)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("no answer within 200 ms");
    }

    @Test
    void anInterruptEndsTheRequest() throws Exception {
        answer(ok().withFixedDelay(300_000));
        var interrupted = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                plain().deliver(HookFixtures.bind(1), PATIENCE.multipliedBy(5));
            } catch (InterruptedException e) {
                interrupted.countDown();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> !server.getAllServeEvents().isEmpty() || isAsked());
        thread.interrupt();
        assertThat(interrupted.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noMessageShowsPathOrSecret() {
        var recipient = recipient(Map.of("Authorization", "Bearer token"), Optional.of("sesame"), Optional.empty());
        server.stop();
        assertThatThrownBy(() -> recipient.deliver(HookFixtures.bind(1), PATIENCE))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain("token", "sesame", "/hook");
    }

    /// A request that waits for its response is not yet among the events.
    private boolean isAsked() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("webhook-cloud"));
    }

    private void answer(ResponseDefinitionBuilder response) {
        server.stubFor(post(urlEqualTo("/hook")).willReturn(response));
    }

    private LoggedRequest request() {
        server.verify(1, anyRequestedFor(anyUrl()));
        return server.findAll(postRequestedFor(urlEqualTo("/hook"))).getFirst();
    }

    private WebhookRecipient plain() {
        return recipient(Map.of(), Optional.empty(), Optional.empty());
    }

    private WebhookRecipient recipient(
            Map<String, String> headers, Optional<String> secret, Optional<String> resourceId) {
        return new WebhookRecipient(
                "cloud",
                URI.create("http://127.0.0.1:" + server.port() + "/hook"),
                headers,
                secret,
                resourceId,
                ip -> "vip-" + ip,
                InstantSource.fixed(HookFixtures.AT));
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
