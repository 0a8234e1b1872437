package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.json.StrictYaml;
import io.yaim.lab.Cluster;
import io.yaim.lab.Http;
import io.yaim.lab.Http.Answer;
import io.yaim.lab.OpenApi;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The API of running nodes, request by request: the requests of clients of LinK and vippy word for word, and ours by
/// their description.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<VirtualIp> POOL =
            List.of(Segment.virtualIp(1), Segment.virtualIp(2), Segment.virtualIp(3), Segment.virtualIp(4));
    private static final String FIRST = "10.77.1.1";
    private static final String NEW = "10.77.2.1";

    private Cluster cluster;
    private Http n1;
    private Http n2;

    @BeforeAll
    void build() throws Exception {
        cluster = new Cluster(Path.of("target", "lab", "api"), 2, POOL, Duration.ofMillis(20), Cluster.SHORT_TTL);
        cluster.start();
        n1 = Http.to(cluster.node("n1").host(), 1313);
        n2 = Http.to(cluster.node("n2").host(), 1313);
    }

    @AfterAll
    void tearDown() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void theSamePool() throws Exception {
        cluster.etcd().ctl("del", "--prefix", "/service/yaim/ips/10.77.2.");
        cluster.etcd().ctl("del", "--prefix", "/service/yaim/wishes/");
        cluster.put(POOL);
        cluster.awaitCounts(2, 2);
        for (Http node : List.of(n1, n2)) {
            await("the picture of each node")
                    .atMost(PATIENCE)
                    .until(() -> json(node.get("/v1/cluster")).get("owned").equals(4)
                            && json(node.get("/v1/cluster")).get("entries").equals(4));
        }
    }

    @AfterEach
    void noAddressWasEverOnTwoNodes() throws Exception {
        assertThat(cluster.watch().history().doubles()).as(cluster::report).isEmpty();
    }

    @Test
    void linkListsAddsShowsAndRemoves() throws Exception {
        Answer added = n1.post("/ips", "{\"ip\":\"" + NEW + "/32\"}");
        assertThat(added.status()).isEqualTo(201);
        String id = String.valueOf(json(added).get("id"));
        assertThat(id).matches("vip-[a-zA-Z0-9-]{36}");
        assertThat(added.body()).isEqualTo("{\"id\":\"" + id + "\",\"ip\":\"" + NEW + "/32\"}");
        assertThat(added.headers()).containsEntry("content-type", "application/json");
        is(n1.post("/ips", "{\"ip\":\"" + NEW + "/32\"}"), 400, "{\"msg\": \"IP already assigned\"}");

        awaitOwner(NEW);
        Answer shown = n1.get("/ips/" + id);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body())
                .matches("\\{\"ip\":\\{\"id\":\"" + id
                        + "\",\"ip\":\"10\\.77\\.2\\.1/32\",\"status\":\"(ACTIVATED|STANDBY)\"}}");
        assertThat(n1.get("/ips/" + NEW).body()).isEqualTo(shown.body());
        Answer all = n1.get("/ips");
        assertThat(all.body()).startsWith("{\"ips\":[{\"id\":\"vip-").contains(id);

        is(n1.send("DELETE", "/ips/" + id, ""), 204, "");
        is(n1.get("/ips/" + id), 404, "{\"error\": \"not found\"}");
        is(n1.send("DELETE", "/ips/" + id, ""), 500, "fail to stop IP manager: not found");
        is(n1.post("/ips/" + id + "/lock", ""), 404, "{\"error\": \"not found\"}");
        is(n1.post("/ips/" + id + "/failover", ""), 404, "{\"resource\": \"IP\", \"error\": \"not found\"}");
    }

    @Test
    void linkAddsAndDestroysAtEachHostInTurn() throws Exception {
        Answer first = n1.post("/ips", "{\"ip\":\"" + NEW + "/32\"}");
        Answer second = n2.post("/ips", "{\"ip\":\"" + NEW + "/32\",\"checks\":null}");
        assertThat(List.of(first.status(), second.status())).containsOnly(201);
        assertThat(second.body()).isEqualTo(first.body());
        String id = String.valueOf(json(first).get("id"));
        is(n1.send("DELETE", "/ips/" + id, ""), 204, "");
        is(n2.send("DELETE", "/ips/" + id, ""), 204, "");
        is(n2.send("DELETE", "/ips/" + id, ""), 500, "fail to stop IP manager: not found");
    }

    @Test
    void linkOfTheNewerSeriesAddsAndDestroysAtEachHostInTurn() throws Exception {
        String endpoint = "{\"checks\":null,\"plugin_config\":{\"ip\":\"" + NEW + "/32\"}}";
        Answer first = n1.post("/endpoints", endpoint);
        Answer second = n2.post("/endpoints", endpoint);
        assertThat(List.of(first.status(), second.status())).containsOnly(201);
        assertThat(n1.post("/endpoints", endpoint).status()).isEqualTo(409);
        String path = "/endpoints/" + ((Map<?, ?>) json(first).get("endpoint")).get("id");
        assertThat(n1.send("PUT", path, "{\"healthchecks\":null}").status()).isEqualTo(200);
        is(n1.send("DELETE", path, ""), 204, "");
        is(n2.send("DELETE", path, ""), 204, "");
        assertThat(n2.send("DELETE", path, "").status()).isEqualTo(404);
    }

    @Test
    void aHostWithOtherChecksIsToldWhatTheFirstHostAskedFor() throws Exception {
        String body = "{\"ip\":\"" + NEW + "/32\",\"healthcheck_interval\":7,"
                + "\"checks\":[{\"type\":\"TCP\",\"host\":\"10.0.0.%d\",\"port\":80}]}";
        Answer first = n1.post("/ips", body.formatted(1));
        assertThat(first.status()).isEqualTo(201);
        Answer other = n2.post("/ips", body.formatted(2));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body()).contains("{\"msg\": \"", "tcp 10.0.0.1:80");
        assertThat(n2.post("/ips", body.formatted(1)).status()).isEqualTo(201);
        assertThat(cluster.etcd().ctl("get", "/service/yaim/ips/" + NEW)).contains("\"check-interval\":7000");
        is(n1.send("DELETE", "/ips/" + json(first).get("id"), ""), 204, "");
    }

    @Test
    void linkIsToldWhatItSentWrong() throws Exception {
        is(n1.post("/ips", "{"), 400, "{\"msg\": \"invalid json\"}");
        for (String ip : List.of("10.77.2.1", "10.77.2.1/33", "nonsense/32", "", "224.0.0.1/32")) {
            Answer answer = n1.post("/ips", "{\"ip\":\"" + ip + "\"}");
            assertThat(answer.status()).as(ip).isEqualTo(400);
            assertThat(answer.body()).as(ip).startsWith("{\"msg\": \"invalid IP");
        }
        is(n1.post("/ips", "{}"), 400, "{\"msg\": \"invalid IP\"}");
        String check = "{\"ip\":\"" + NEW + "/32\",\"checks\":[{\"type\":\"TCP\",\"host\":\"127.0.0.1\",\"port\":%d}]}";
        is(n1.post("/ips", check.formatted(-1)), 400, "{\"msg\": \"health check port cannot be negative\"}");
        is(
                n1.post("/ips", check.formatted(65536)),
                400,
                "{\"msg\": \"health check port cannot be greater than 65535\"}");
    }

    @Test
    void linkMovesEntriesByLockAndFailover() throws Exception {
        String owner = owner(FIRST);
        Http master = owner.equals("n1") ? n1 : n2;
        Http other = owner.equals("n1") ? n2 : n1;
        Answer refused = other.post("/ips/" + FIRST + "/failover", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).startsWith("{\"msg\": \"this node is not master of this endpoint");
        is(master.post("/ips/" + FIRST + "/failover", ""), 204, "");
        await().atMost(PATIENCE).until(() -> !owner(FIRST).equals(owner) && isBoundBy(FIRST, other));
        is(master.post("/ips/" + FIRST + "/lock", ""), 204, "");
        await().atMost(PATIENCE).until(() -> owner(FIRST).equals(owner) && isBoundBy(FIRST, master));
        cluster.awaitCounts(2, 2);
    }

    @Test
    void linkOfTheNewerSeriesIsServedItsEndpoints() throws Exception {
        Answer added = n1.with("Accept", "application/json")
                .post(
                        "/endpoints",
                        "{\"healthcheck_interval\":2,\"checks\":[],\"plugin\":\"arp\",\"plugin_config\":{\"ip\":\""
                                + NEW + "/32\"}}");
        assertThat(added.status()).isEqualTo(201);
        Map<?, ?> endpoint = (Map<?, ?>) json(added).get("endpoint");
        assertThat(endpoint.keySet().stream().map(String::valueOf).toList())
                .containsSubsequence("id", "healthcheck_interval", "plugin", "election_key");
        assertThat(endpoint.get("healthcheck_interval")).isEqualTo(2);
        assertThat(endpoint.get("election_key")).isEqualTo(NEW + "_32");
        String path = "/endpoints/" + endpoint.get("id");
        awaitOwner(NEW);
        assertThat(((Map<?, ?>) json(n1.get(path)).get("endpoint")).get("status"))
                .isIn("ACTIVATED", "STANDBY");
        is(n1.get(path + "/hosts"), 200, "{\"hosts\":[{\"hostname\":\"n1\"},{\"hostname\":\"n2\"}]}");
        Answer changed = n1.send("PUT", path, "{\"healthchecks\":[]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(json(changed).get("id")).isEqualTo(endpoint.get("id"));
        assertThat(n1.with("Accept", "application/json")
                        .post("/endpoints", "{\"plugin\":\"moon\"}")
                        .status())
                .isEqualTo(422);
        assertThat(n1.post("/endpoints", "{\"plugin_config\":{\"ip\":\"" + NEW + "\"}}")
                        .status())
                .isEqualTo(409);
        assertThat(n1.get("/endpoints/nonsense").status()).isEqualTo(400);
        assertThat(n1.get("/endpoints/vip-00000000-0000-0000-0000-000000000000").status())
                .isEqualTo(404);
        Http other = owner(NEW).equals("n1") ? n2 : n1;
        assertThat(other.post(path + "/failover", "").status()).isEqualTo(500);
        is(n1.send("DELETE", path, ""), 204, "");
        assertThat(json(n1.get("/version"))).containsOnlyKeys("version");
    }

    @Test
    void vippyctlIsToldTheTruth() throws Exception {
        Http socket =
                Http.to(cluster.node("n1").config().resolveSibling("state").resolve("n1.sock"));
        Answer answer = socket.get("/status");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "text/json");
        Map<String, Object> status = json(answer);
        assertThat(status)
                .containsOnlyKeys("identity", "stats", "config", "state")
                .containsEntry("identity", "n1");
        Map<?, ?> state = (Map<?, ?>) status.get("state");
        assertThat(state.get("mature")).isEqualTo(true);
        assertThat(state.get("active")).isEqualTo(true);
        assertThat(state.containsKey("inactive_reason")).isTrue();
        assertThat(state.get("inactive_reason")).isNull();
        Map<?, ?> ownership = (Map<?, ?>) state.get("ownership");
        assertThat(ownership.get("_")).isEqualTo(List.of());
        assertThat((List<?>) ownership.get("n1")).hasSize(2);
        assertThat((List<?>) ownership.get("n2")).hasSize(2);
        String group = "[{\"ip\":\"10.77.1.1\",\"netmask\":\"255.255.255.255\",\"broadcast\":\"10.77.1.1\","
                + "\"network\":\"10.77.1.1\",\"name\":\"eth0\"}]";
        assertThat(answer.body()).contains(group);
        assertThat(answer.body()).contains("\"stats\":{\"net\":{\"ignore\":0,\"send-announce\":");
        assertThat(socket.get("/nonsense").status()).isEqualTo(404);
        cluster.node("n1").breakService();
        await().atMost(PATIENCE)
                .until(() -> socket.get("/status").body().contains("\"active\":false,\"inactive_reason\":\""));
        cluster.node("n1").mendService();
    }

    @Test
    void whatIsAnsweredIsAsDescribed() throws Exception {
        var description = OpenApi.parse(n1.get("/v1/openapi.yaml").body());
        for (String path : List.of(
                "/v1/cluster",
                "/v1/nodes",
                "/v1/nodes/n1",
                "/v1/entries",
                "/v1/entries/" + FIRST,
                "/v1/plan",
                "/v1/plan?without=n1",
                "/v1/events",
                "/v1/checks")) {
            Answer answer = n1.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(description.violations("GET", path, answer.status(), answer.body()))
                    .as(path)
                    .isEmpty();
        }
        for (var order : Map.of(
                        "POST /v1/entries",
                        "{\"ip\":\"" + NEW + "\",\"prefer\":[\"n2\"],\"checks\":[]}",
                        "POST /v1/entries/" + FIRST + "/move",
                        "{\"node\":\"nobody\"}",
                        "POST /v1/entries/" + FIRST + "/failover",
                        "",
                        "POST /v1/entries/10.9.9.9/pin",
                        "{\"node\":\"n1\"}",
                        "DELETE /v1/entries/10.9.9.9",
                        "",
                        "POST /v1/resume",
                        "",
                        "POST /v1/nodes/n3/drain",
                        "")
                .entrySet()) {
            String[] words = order.getKey().split(" ", -1);
            Answer answer = n1.send(words[0], words[1], order.getValue());
            assertThat(description.violations(words[0], words[1], answer.status(), answer.body()))
                    .as(order.getKey() + " " + answer)
                    .isEmpty();
        }
    }

    @Test
    void theDescriptionNamesEveryRequestThatIsAnswered() throws Exception {
        var description = OpenApi.parse(n1.get("/v1/openapi.yaml").body());
        for (String operation : description.operations()) {
            String[] words = operation.split(" ", -1);
            Answer answer = n1.send("OPTIONS", words[1].replace("{}", "nothing"), "");
            assertThat(answer.status()).as(operation).isEqualTo(405);
            assertThat(answer.headers().get("allow")).as(operation).contains(words[0]);
        }
    }

    @Test
    void aDrainedNodeGivesItsEntriesAwayUntilItIsResumed() throws Exception {
        assertThat(n1.post("/v1/nodes/n2/drain", "").status()).isEqualTo(200);
        cluster.awaitCounts(4, 0);
        assertThat(json(n2.get("/v1/nodes/n2")).get("drained")).isEqualTo(true);
        assertThat(n2.post("/v1/nodes/n2/resume", "").status()).isEqualTo(200);
        cluster.awaitCounts(2, 2);
        assertThat(n2.post("/v1/nodes/n2/resume", "").status()).isEqualTo(409);
    }

    @Test
    void aMovedEntryStaysAndThePlanSaysWhatWouldMove() throws Exception {
        String from = owner(FIRST);
        String to = from.equals("n1") ? "n2" : "n1";
        Answer moved = n1.post("/v1/entries/" + FIRST + "/move", "{\"node\":\"" + to + "\"}");
        assertThat(moved.body())
                .isEqualTo("{\"ip\":\"" + FIRST + "\",\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
        await().atMost(PATIENCE).until(() -> owner(FIRST).equals(to));
        cluster.awaitCounts(2, 2);
        assertThat(owner(FIRST)).isEqualTo(to);
        Map<String, Object> plan = json(n1.get("/v1/plan?without=" + to));
        assertThat((List<?>) plan.get("moves")).hasSize(2).allSatisfy(move -> {
            assertThat(((Map<?, ?>) move).get("from")).isEqualTo(to);
            assertThat(((Map<?, ?>) move).get("why")).isEqualTo(to + " is drained");
        });
        assertThat(n1.send("DELETE", "/v1/entries/" + FIRST + "/pin", "").status())
                .isEqualTo(204);
    }

    private static void is(Answer answer, int status, String body) {
        assertThat(answer).extracting(Answer::status, Answer::body).containsExactly(status, body);
    }

    private String owner(String ip) throws Exception {
        return String.valueOf(json(n1.get("/v1/entries/" + ip)).get("owner"));
    }

    private void awaitOwner(String ip) {
        await().atMost(PATIENCE).until(() -> !owner(ip).equals("null"));
    }

    private static boolean isBoundBy(String ip, Http node) throws Exception {
        return Boolean.TRUE.equals(json(node.get("/v1/entries/" + ip)).get("bound"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Answer answer) {
        return (Map<String, Object>)
                StrictYaml.parse(answer.body(), 1 << 20, 10).orElseThrow();
    }
}
