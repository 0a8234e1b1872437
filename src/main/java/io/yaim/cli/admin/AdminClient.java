package io.yaim.cli.admin;

import io.yaim.cli.client.ApiErrorException;
import io.yaim.cli.client.ApiRequest;
import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sends operator requests, and waits for their effect. Each method returns the response of the API.
public final class AdminClient {

    private final TypedClient client;
    private final CompletionWaiter completionWaiter;

    public AdminClient(TypedClient typedClient, CompletionWaiter completionWaiter) {
        this.client = typedClient;
        this.completionWaiter = completionWaiter;
    }

    /// Adds entries with these options, and waits until each has an owner. If there is no node, the pool is being
    /// filled before the first start, and it does not wait.
    public List<Object> add(List<String> ips, Map<String, Object> options) throws IOException, InterruptedException {
        for (String ip : ips) {
            var body = new LinkedHashMap<String, Object>();
            body.put("ip", ip);
            body.putAll(options);
            client.send(ApiRequest.post("/v1/entries", body));
        }
        if (client.get("/v1/cluster").numberOrZero("nodes") > 0) {
            for (String ip : ips) {
                completionWaiter.until(() -> isOwned(ip) ? Optional.empty() : Optional.of(whyUnowned(ip)));
            }
        }
        var added = new ArrayList<Object>();
        for (String ip : ips) {
            added.add(client.send(ApiRequest.get(entry(ip))));
        }
        return added;
    }

    /// Removes entries, and waits until no node owns any of them.
    public void remove(List<String> ips) throws IOException, InterruptedException {
        var removed = new ArrayList<String>();
        for (String ip : ips) {
            String spelt = client.get(entry(ip)).text("ip").orElse(ip);
            client.send(ApiRequest.delete(entry(ip)));
            removed.add(spelt);
        }
        completionWaiter.until(() -> client.get("/v1/cluster").texts("leaving").stream()
                .filter(removed::contains)
                .findFirst()
                .map(ip -> ip + " is out of the pool, but its owner has not dropped it yet"));
    }

    /// Moves an entry to a node.
    public Object move(String ip, String node) throws IOException, InterruptedException {
        return awaitMove(client.send(ApiRequest.post(entry(ip) + "/move", Map.of("node", node))));
    }

    /// Moves an entry away from its owner.
    public Object failover(String ip) throws IOException, InterruptedException {
        return awaitMove(client.send(ApiRequest.post(entry(ip) + "/failover")));
    }

    /// Pins an entry to a node.
    public Object pin(String ip, String node) throws IOException, InterruptedException {
        Object answer = client.send(ApiRequest.post(entry(ip) + "/pin", Map.of("node", node)));
        String spelt = ResponseFields.of(answer).text("ip").orElse(ip);
        completionWaiter.until(() -> notYetOn(spelt, node));
        return client.send(ApiRequest.get(entry(spelt)));
    }

    public void unpin(String ip) throws IOException {
        client.send(ApiRequest.delete(entry(ip) + "/pin"));
    }

    /// Returns the entries that have an owner now but would have none if this node were drained, with reasons.
    public Map<String, String> unplaceableWithout(String node) throws IOException {
        ResponseFields before = client.get("/v1/plan").nested("unplaceable");
        ResponseFields after =
                client.get("/v1/plan?without=" + ApiRequest.encoded(node)).nested("unplaceable");
        var lost = new TreeMap<String, String>();
        after.fields().forEach((ip, why) -> {
            if (!before.fields().containsKey(ip)) {
                lost.put(String.valueOf(ip), String.valueOf(why));
            }
        });
        return lost;
    }

    /// Drains a node, and waits until it owns nothing.
    public void drain(String name) throws IOException, InterruptedException {
        client.send(ApiRequest.post(node(name) + "/drain"));
        completionWaiter.until(() -> {
            long owned = owned(name);
            return owned == 0
                    ? Optional.empty()
                    : Optional.of(name + " still owns " + owned + (owned == 1 ? " entry" : " entries"));
        });
    }

    public void resume(String name) throws IOException {
        client.send(ApiRequest.post(node(name) + "/resume"));
    }

    /// Stops moves for balance.
    public void pause() throws IOException {
        client.send(ApiRequest.post("/v1/pause"));
    }

    /// Resumes moves for balance.
    public void resume() throws IOException {
        client.send(ApiRequest.post("/v1/resume"));
    }

    /// Lets the daemon read its configuration again.
    public Object reload() throws IOException {
        try {
            return client.send(ApiRequest.post("/v1/reload"));
        } catch (ApiErrorException e) {
            if (e.isNotFound()) {
                throw new NoAnswerException("no daemon runs that could reload");
            }
            throw e;
        }
    }

    private Object awaitMove(Object answer) throws IOException, InterruptedException {
        ResponseFields move = ResponseFields.of(answer);
        String ip = move.text("ip").orElse("");
        String to = move.text("to").orElse("");
        completionWaiter.until(() -> notYetOn(ip, to));
        return answer;
    }

    private Optional<String> notYetOn(String ip, String node) throws IOException {
        Optional<String> owner = client.get(entry(ip)).text("owner");
        return owner.filter(node::equals).isPresent()
                ? Optional.empty()
                : Optional.of(
                        ip + owner.map(name -> " is still owned by " + name).orElse(" has no owner yet"));
    }

    private boolean isOwned(String ip) throws IOException {
        return client.get(entry(ip)).text("owner").isPresent();
    }

    private String whyUnowned(String ip) throws IOException {
        String spelt = client.get(entry(ip)).text("ip").orElse(ip);
        Optional<String> why = client.get("/v1/plan").nested("unplaceable").text(spelt);
        return spelt + " has no owner yet" + why.map(reason -> ": " + reason).orElse("");
    }

    /// A node that no longer runs owns nothing.
    private long owned(String name) throws IOException {
        try {
            return client.get(node(name)).numberOrZero("owned");
        } catch (ApiErrorException e) {
            if (e.isNotFound()) {
                return 0;
            }
            throw e;
        }
    }

    private static String entry(String ip) {
        return "/v1/entries/" + ApiRequest.encoded(ip);
    }

    private static String node(String name) {
        return "/v1/nodes/" + ApiRequest.encoded(name);
    }
}
