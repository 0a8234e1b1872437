package io.yaim.cli.order;

import io.yaim.cli.line.NoAnswerException;
import io.yaim.cli.line.Question;
import io.yaim.cli.line.RefusalException;
import io.yaim.cli.line.Talk;
import io.yaim.cli.line.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What people order, followed until it has happened. Each returns what the API told.
public final class Orders {

    private final Talk talk;
    private final Waiting waiting;

    public Orders(Talk talk, Waiting waiting) {
        this.talk = talk;
        this.waiting = waiting;
    }

    /// Adds entries with these options, and waits until each has an owner; if no node is there, somebody
    /// fills the pool first, and there is nothing to wait for.
    public List<Object> add(List<String> ips, Map<String, Object> options) throws IOException, InterruptedException {
        for (String ip : ips) {
            var body = new LinkedHashMap<String, Object>();
            body.put("ip", ip);
            body.putAll(options);
            talk.ask(Question.post("/v1/entries", body));
        }
        if (talk.get("/v1/cluster").count("nodes") > 0) {
            for (String ip : ips) {
                waiting.until(() -> isOwned(ip) ? Optional.empty() : Optional.of(unowned(ip)));
            }
        }
        var added = new ArrayList<Object>();
        for (String ip : ips) {
            added.add(talk.ask(Question.get(entry(ip))));
        }
        return added;
    }

    /// Removes entries, and waits until no node owns any of them.
    public void remove(List<String> ips) throws IOException, InterruptedException {
        var removed = new ArrayList<String>();
        for (String ip : ips) {
            String spelt = talk.get(entry(ip)).text("ip").orElse(ip);
            talk.ask(Question.delete(entry(ip)));
            removed.add(spelt);
        }
        waiting.until(() -> talk.get("/v1/cluster").texts("leaving").stream()
                .filter(removed::contains)
                .findFirst()
                .map(ip -> ip + " is out of the pool, but its owner has not let go of it yet"));
    }

    /// Moves an entry to a node.
    public Object move(String ip, String node) throws IOException, InterruptedException {
        return moved(talk.ask(Question.post(entry(ip) + "/move", Map.of("node", node))));
    }

    /// Moves an entry away from its owner.
    public Object failover(String ip) throws IOException, InterruptedException {
        return moved(talk.ask(Question.post(entry(ip) + "/failover")));
    }

    /// Pins an entry to a node.
    public Object pin(String ip, String node) throws IOException, InterruptedException {
        Object answer = talk.ask(Question.post(entry(ip) + "/pin", Map.of("node", node)));
        String spelt = Told.of(answer).text("ip").orElse(ip);
        waiting.until(() -> elsewhere(spelt, node));
        return talk.ask(Question.get(entry(spelt)));
    }

    public void unpin(String ip) throws IOException {
        talk.ask(Question.delete(entry(ip) + "/pin"));
    }

    /// What would have no owner if this node were drained and has one now, each with the reason.
    public Map<String, String> lostWithout(String node) throws IOException {
        Told before = talk.get("/v1/plan").inner("unplaceable");
        Told after = talk.get("/v1/plan?without=" + Question.segment(node)).inner("unplaceable");
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
        talk.ask(Question.post(node(name) + "/drain"));
        waiting.until(() -> {
            long owned = owned(name);
            return owned == 0
                    ? Optional.empty()
                    : Optional.of(name + " still owns " + owned + (owned == 1 ? " entry" : " entries"));
        });
    }

    public void resume(String name) throws IOException {
        talk.ask(Question.post(node(name) + "/resume"));
    }

    /// Lets nothing move for balance.
    public void pause() throws IOException {
        talk.ask(Question.post("/v1/pause"));
    }

    /// Lets entries move for balance again.
    public void resume() throws IOException {
        talk.ask(Question.post("/v1/resume"));
    }

    /// Has the daemon read its configuration again.
    public Object reload() throws IOException {
        try {
            return talk.ask(Question.post("/v1/reload"));
        } catch (RefusalException e) {
            if (e.isNotFound()) {
                throw new NoAnswerException("there is no daemon that can reload");
            }
            throw e;
        }
    }

    private Object moved(Object answer) throws IOException, InterruptedException {
        Told move = Told.of(answer);
        String ip = move.text("ip").orElse("");
        String to = move.text("to").orElse("");
        waiting.until(() -> elsewhere(ip, to));
        return answer;
    }

    private Optional<String> elsewhere(String ip, String node) throws IOException {
        Optional<String> owner = talk.get(entry(ip)).text("owner");
        return owner.filter(node::equals).isPresent()
                ? Optional.empty()
                : Optional.of(ip + owner.map(name -> " is still " + name + "'s").orElse(" has no owner yet"));
    }

    private boolean isOwned(String ip) throws IOException {
        return talk.get(entry(ip)).text("owner").isPresent();
    }

    private String unowned(String ip) throws IOException {
        String spelt = talk.get(entry(ip)).text("ip").orElse(ip);
        Optional<String> why = talk.get("/v1/plan").inner("unplaceable").text(spelt);
        return spelt + " has no owner yet" + why.map(reason -> ": " + reason).orElse("");
    }

    /// A node that has gone owns nothing.
    private long owned(String name) throws IOException {
        try {
            return talk.get(node(name)).count("owned");
        } catch (RefusalException e) {
            if (e.isNotFound()) {
                return 0;
            }
            throw e;
        }
    }

    private static String entry(String ip) {
        return "/v1/entries/" + Question.segment(ip);
    }

    private static String node(String name) {
        return "/v1/nodes/" + Question.segment(name);
    }
}
