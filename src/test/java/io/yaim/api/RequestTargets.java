package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.ReloadResult;
import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.status.StatusSnapshot;
import io.yaim.status.Timeline;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Arbitrary requests to the HTTP API. Each is answered, and none with an internal error.
public final class RequestTargets {

    private static final ServerRequest.Caller CALLER = new ServerRequest.Caller("fuzz", false, false);
    private static final List<String> REQUESTS = List.of(
            request("GET /v1/plan?without=a,b&x=%20 HTTP/1.1", ""),
            request("GET /v1/events?after=3&limit=10 HTTP/1.1", ""),
            request("GET /v1/entries/10.0.0.5 HTTP/1.1", ""),
            request("GET /ips/vip-bf987f0c-b71f-3360-8751-845fc6dd053e HTTP/1.1", ""),
            request("GET /endpoints/10.0.0.5/hosts HTTP/1.1", ""),
            request("HEAD / HTTP/1.1", ""),
            request("DELETE /v1/entries/10.0.0.5/pin HTTP/1.1", ""),
            request(
                    "POST /ips HTTP/1.1",
                    "{\"ip\":\"10.0.0.6/32\",\"checks\":[{\"type\":\"TCP\",\"host\":\"h\",\"port\":80}]}"),
            request(
                    "PUT /ips/10.0.0.5 HTTP/1.1",
                    "{\"healthchecks\":[{\"type\":\"TCP\",\"host\":\"::1\",\"port\":80}]}"),
            request(
                    "POST /endpoints HTTP/1.1",
                    "{\"healthcheck_interval\":5,\"checks\":[],\"plugin\":\"arp\",\"plugin_config\":{\"ip\":\"fd00::5/64\"}}"),
            request("POST /v1/entries HTTP/1.1", "{\"ip\":\"10.0.0.6/24\",\"group\":\"g\",\"prefer\":[\"a\"]}"),
            request("POST /v1/entries/10.0.0.5/move HTTP/1.1", "{\"node\":\"a\"}"),
            request("POST /v1/nodes/a/drain HTTP/1.1", ""));
    private static final List<String> SNIPPETS = List.of(
            "%",
            "%00",
            "/",
            "//",
            "?",
            "&",
            "=",
            "\r\n",
            "\n",
            ":",
            "{",
            "[",
            "\"",
            "-1",
            "99999999999",
            "\u0000",
            "\u00ff",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Origin: http://x\r\n",
            "Authorization: Basic x\r\n",
            "Accept: text/event-stream\r\n",
            "vip-",
            "10.0.0.5",
            "0x10.1",
            "::",
            "a");

    private RequestTargets() {}

    /// Passes raw bytes through the whole API.
    public static List<Target> all() {
        var sources =
                new Api.Sources(KeySpace.of("/service/", "yaim"), "etcd", "1", new Still(), new Yes(), new Timeline());
        var accessControl = new AccessControl(Optional.empty(), true, Set.of("localhost"));
        Api api = Api.of(sources, accessControl, ReloadRoutes.routes(() -> new ReloadResult.Refused(List.of("no"))));
        return List.of(new Target(
                "request",
                10_000,
                Mutator.ofBytes(REQUESTS, SNIPPETS, 70_000),
                bytes -> check(api, bytes.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static void check(Api api, byte[] bytes) throws Exception {
        ServerRequest serverRequest;
        try {
            serverRequest = HttpCodec.read(new ByteArrayInputStream(bytes), CALLER);
        } catch (HttpErrorException e) {
            assertThat(e.status()).isBetween(400, 499);
            return;
        } catch (IllegalArgumentException | EOFException e) {
            assertThat(e).hasMessageNotContaining("\n");
            return;
        }
        ServerResponse serverResponse = api.apply(serverRequest);
        boolean isKnown =
                serverResponse.content().equals(new ServerResponse.Content.Whole("fail to stop IP manager: not found"))
                        || serverResponse
                                .content()
                                .equals(new ServerResponse.Content.Whole(
                                        "{\"error\":\"this node is not master of this endpoint\"}"));
        assertThat(serverResponse.status())
                .as("%s", serverResponse)
                .matches(status -> status < 500 || status == 503 || isKnown);
    }

    private static String request(String line, String body) {
        return line + "\r\nHost: 127.0.0.1:1313\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// A cluster of one node with one entry, in which nothing happens.
    private static final class Still implements StatusSource {

        private static final NodeName A = new NodeName("a");
        private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");

        @Override
        public StatusSnapshot snapshot() {
            Incarnation life = Incarnation.of(1);
            var lease = new LeaseId("1");
            var pool = new TreeMap<VirtualIp, Entry>();
            pool.put(IP, Entry.plain(IP, "/service/yaim/ips/10.0.0.5"));
            var marks = new TreeMap<VirtualIp, Mark>();
            marks.put(IP, new Mark(IP, A, Optional.of(lease), 2));
            var nodes = new TreeMap<NodeName, Node>();
            nodes.put(A, Node.plain(A, life, lease, 1));
            var members = new TreeMap<NodeName, Member>();
            members.put(A, new Member(A, life, lease, Member.State.HEALTHY, "", "", "", false, 1));
            var markHistory = new MarkHistory(1, new TreeMap<>());
            return StatusSnapshot.of(
                    ViewBuilder.at(3)
                            .pool(pool)
                            .marks(marks)
                            .nodes(nodes)
                            .members(members)
                            .markHistory(markHistory)
                            .build(),
                    Instant.EPOCH);
        }

        @Override
        public void awaitView(Predicate<View> shown) {}
    }

    /// Accepts every operator request, and changes nothing.
    private static final class Yes implements PoolAdmin {

        @Override
        public View view() {
            return new Still().snapshot().view().orElseThrow();
        }

        @Override
        public boolean apply(AdminRequest adminRequest) {
            return true;
        }

        @Override
        public void close() {}
    }
}
