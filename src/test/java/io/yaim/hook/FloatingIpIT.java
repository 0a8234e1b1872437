package io.yaim.hook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worked example: `deploy/hooks/floating-ip` as a hook that ensures, with an API that fails at first.
@Timeout(540)
final class FloatingIpIT {

    private static final boolean PROVEN = true;
    private static final String IP = "/v1/floating_ips/42";
    private static final String ASSIGN = IP + "/actions/assign";

    private final WireMockServer api =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private Hooks hooks;

    @BeforeEach
    void start() throws IOException {
        api.start();
        Path token = Files.writeString(folder.resolve("token"), "sesame\n");
        Path ids = Files.writeString(folder.resolve("ids"), "10.0.0.1 42\n10.0.0.2 43\n");
        List<String> line = List.of(
                Path.of("deploy/hooks/floating-ip").toAbsolutePath().toString(),
                "--api=http://127.0.0.1:" + api.port(),
                "--token-file=" + token,
                "--ids=" + ids,
                "--server=4711");
        var settings = new HookSettings(
                "floating-ip",
                Set.of(HookEventKind.BIND),
                Duration.ofSeconds(60),
                0,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(20)),
                true,
                Optional.empty());
        hooks = new Hooks(
                List.of(new Hook(settings, new CommandRecipient("floating-ip", line))),
                HookFixtures.NODE,
                _ -> List.of(),
                () -> Duration.ofNanos(System.nanoTime()),
                InstantSource.fixed(HookFixtures.AT),
                HookFixtures.LEAST,
                (_, event, hookOutcome, reason) ->
                        outcomes.add((event.ip() + " " + hookOutcome + " " + reason).strip()));
        hooks.start();
    }

    @AfterEach
    void stop() {
        hooks.close();
        api.stop();
    }

    @Test
    void failsTwiceThenSucceedsAndIsNotRepeated() {
        pointsAt("1");
        answer(STARTED, "once", aResponse().withStatus(503));
        answer("once", "twice", aResponse().withStatus(429));
        answer("twice", "done", okJson("{\"action\":{\"status\":\"running\"}}").withStatus(201));
        hooks.accept(HookCycles.binding(1));
        patiently().until(() -> hooks.count("floating-ip", HookOutcome.SUCCEEDED) == 1);
        hooks.accept(HookCycles.with(PROVEN, new int[] {1}));
        assertThat(outcomes).hasSize(3);
        assertThat(List.copyOf(outcomes).subList(0, 2))
                .containsExactly(
                        "10.0.0.1 FAILED exit status 1: " + base() + ": status 503 for 10.0.0.1",
                        "10.0.0.1 FAILED exit status 1: " + base() + ": status 429 for 10.0.0.1");
        assertThat(hooks.queued("floating-ip")).isZero();
        api.verify(
                3,
                postRequestedFor(urlEqualTo(ASSIGN))
                        .withHeader("Authorization", equalTo("Bearer sesame"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("{\"server\":4711}")));
    }

    @Test
    void whatPointsHereAlreadyIsLeftAlone() {
        pointsAt("4711");
        hooks.accept(HookCycles.binding(1));
        patiently().until(() -> hooks.count("floating-ip", HookOutcome.SUCCEEDED) == 1);
        api.verify(1, getRequestedFor(urlEqualTo(IP)).withHeader("Authorization", equalTo("Bearer sesame")));
        api.verify(0, postRequestedFor(urlEqualTo(ASSIGN)));
    }

    @Test
    void anAddressThatMovedAwayIsAssignedNoMore() {
        api.stubFor(get(urlEqualTo(IP))
                .willReturn(okJson("{\"floating_ip\":{\"server\":1}}").withFixedDelay(300_000)));
        hooks.accept(HookCycles.binding(1));
        patiently().until(() -> hooks.queued("floating-ip") == 1);
        hooks.accept(HookCycles.dropping(PROVEN, 1));
        patiently().until(() -> hooks.count("floating-ip", HookOutcome.CANCELLED) == 1);
        hooks.accept(HookCycles.with(PROVEN, new int[] {}));
        assertThat(hooks.queued("floating-ip")).isZero();
        api.verify(0, postRequestedFor(urlEqualTo(ASSIGN)));
    }

    @Test
    void anAddressThatIsNoFloatingIpIsLeftAlone() {
        hooks.accept(HookCycles.binding(9));
        patiently().until(() -> hooks.count("floating-ip", HookOutcome.SUCCEEDED) == 1);
        api.verify(0, anyRequestedFor(anyUrl()));
    }

    private String base() {
        return "http://127.0.0.1:" + api.port();
    }

    private void pointsAt(String server) {
        api.stubFor(get(urlEqualTo(IP)).willReturn(okJson("{\"floating_ip\":{\"id\":42,\"server\":" + server + "}}")));
    }

    private void answer(String state, String next, ResponseDefinitionBuilder response) {
        api.stubFor(post(urlEqualTo(ASSIGN))
                .inScenario("assign")
                .whenScenarioStateIs(state)
                .willReturn(response)
                .willSetStateTo(next));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(6));
    }
}
