package io.yaim.api;

import io.yaim.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// The program's dashboard over HTTP, on an API that returns what a test sets. By default three nodes share 24
/// addresses evenly.
final class FakeApi implements Closeable {

    private final Map<String, Object> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> happenings = new LinkedBlockingQueue<>();
    private TcpApiServer face;

    FakeApi() throws IOException {
        plan(List.of());
        refuse("");
        nodes("n1", "n2", "n3");
        cluster(Map.of());
        entries(24, Map.of());
        face = opened(0);
    }

    /// The requests so far: method, path and body.
    List<String> requests() {
        return requests;
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    int port() {
        return face.address().getPort();
    }

    /// Sets the plan.
    void plan(List<Map<String, Object>> moves) {
        answers.put("plan", Map.of("moves", moves));
    }

    /// Refuses every request from now on with this reason; empty: none.
    void refuse(String reason) {
        answers.put("refusal", reason);
    }

    @Override
    public void close() {
        face.close();
    }

    /// Starts to listen on the loopback.
    ///
    /// @param port 0: any
    void listen(int port) throws IOException {
        face = opened(port);
    }

    private TcpApiServer opened(int port) throws IOException {
        List<Route> routes = new ArrayList<>(StaticRoutes.routes());
        for (String name : List.of("cluster", "nodes", "entries", "plan")) {
            routes.add(Route.of(
                    "GET", "/v1/" + name, (_, _) -> ServerResponse.json(200, answers.getOrDefault(name, Map.of()))));
        }
        routes.add(Route.of(
                "GET",
                "/v1/events",
                (_, _) -> ServerResponse.streamed("text/event-stream", out -> {
                    out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    while (true) {
                        out.write(happenings.take().getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                })));
        for (String path : List.of("/v1/nodes/{}/drain", "/v1/entries/{}/move")) {
            routes.add(Route.of("POST", path, (serverRequest, _) -> order(serverRequest)));
        }
        var accessControl = new AccessControl(Optional.empty(), true, Set.of());
        return new TcpApiServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Optional.empty(),
                new Api(accessControl, routes));
    }

    private ServerResponse order(ServerRequest serverRequest) throws HttpErrorException {
        requests.add(
                serverRequest.method() + " /" + String.join("/", serverRequest.path()) + " " + serverRequest.body());
        String refusal = answers.getOrDefault("refusal", "").toString();
        if (!refusal.isEmpty()) {
            throw new HttpErrorException(409, refusal);
        }
        return ServerResponse.json(200, Map.of());
    }

    static String ip(int n) {
        return "10.0." + n / 250 + "." + n % 250;
    }

    static Map<String, Object> move(String ip, String from, String to) {
        return Map.of("ip", ip, "from", from, "to", to, "why", from + " is drained");
    }

    void cluster(Map<String, Object> changes) {
        var fields =
                fields("cluster", "/service/yaim/", "self", "n1", "version", "1.2.3", "revision", 7, "seen_ms", 12);
        fields.putAll(fields("paused", false, "writable", true, "state", "healthy", "reason", ""));
        fields.putAll(fields("entries", 24, "owned", 24, "unowned", 0, "nodes", 3, "members", 3, "spread", 0));
        fields.putAll(fields("unmanaged_keys", List.of(), "oddities", List.of(), "now", "2026-01-01T00:00:00Z"));
        fields.put("store", Map.of("type", "etcd", "reachable", true, "reason", ""));
        fields.putAll(changes);
        answers.put("cluster", fields);
    }

    void nodes(String... names) {
        var nodes = new ArrayList<Map<String, Object>>();
        for (String name : names) {
            var fields =
                    fields("name", name, "incarnation", "1a2b", "state", "healthy", "reason", "", "eligible", true);
            fields.putAll(fields("drained", false, "weight", 1, "share", 8, "owned", 8, "self", name.equals("n1")));
            fields.putAll(fields(
                    "interfaces",
                    Map.of(),
                    "refuses",
                    Map.of(),
                    "on_probation",
                    false,
                    "lease_left_ms",
                    Optional.empty(),
                    "probation_left_ms",
                    Optional.empty()));
            fields.put("checks", Optional.empty());
            nodes.add(fields);
        }
        answers.put("nodes", Map.of("nodes", nodes));
    }

    void entries(int count, Map<Integer, Map<String, Object>> changes) {
        var entries = new ArrayList<Map<String, Object>>();
        for (int n = 0; n < count; n++) {
            var fields = fields("ip", ip(n), "id", "vip-" + n, "owner", "n" + (1 + n % 3), "state", "STANDBY");
            fields.putAll(fields("bound", false, "since", "2026-01-01T00:00:00Z", "prefix", 24, "prefer", List.of()));
            for (String absent : List.of("interface", "label", "group", "dcs_failure_mode", "pinned", "conflict")) {
                fields.put(absent, Optional.empty());
            }
            fields.put("refused_by", Map.of());
            fields.putAll(changes.getOrDefault(n, Map.of()));
            entries.add(fields);
        }
        answers.put("entries", Map.of("entries", entries));
    }

    void addEvent(int id, String kind, String text) {
        var event = fields("id", id, "time", "2026-01-01T00:00:00Z", "kind", kind, "node", Optional.empty());
        event.putAll(fields("ip", Optional.empty(), "from", Optional.empty(), "to", Optional.empty(), "text", text));
        happenings.add("id: " + id + "\nevent: " + kind + "\ndata: " + Json.of(event) + "\n\n");
    }

    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }
}
