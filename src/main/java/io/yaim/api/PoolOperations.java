package io.yaim.api;

import io.yaim.json.Json;
import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.Placement;
import io.yaim.status.EntryId;
import io.yaim.status.StatusSnapshot;
import io.yaim.store.EntryCodec;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operator requests that can be made of the pool. Each is checked before it is submitted. None touches a mark.
final class PoolOperations {

    private final KeySpace keys;
    private final StatusSource statusSource;
    private final PoolAdmin poolAdmin;

    PoolOperations(KeySpace keys, StatusSource statusSource, PoolAdmin poolAdmin) {
        this.keys = keys;
        this.statusSource = statusSource;
        this.poolAdmin = poolAdmin;
    }

    /// An entry that moves from one node to another.
    record EntryMove(VirtualIp ip, Optional<NodeName> from, NodeName to) {

        Map<String, Object> fields() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("ip", ip.toString());
            fields.put("from", from.map(NodeName::value));
            fields.put("to", to.value());
            return fields;
        }
    }

    StatusSnapshot snapshot() throws IOException {
        return statusSource.snapshot();
    }

    /// Returns the latest view.
    View view() throws IOException, HttpErrorException {
        return statusSource
                .snapshot()
                .view()
                .orElseThrow(() -> new HttpErrorException(503, "the store has not been read yet"));
    }

    /// Returns the entry as the store has it now, which the node may not have seen yet.
    Optional<Entry> storedEntry(VirtualIp ip) throws IOException {
        return Optional.ofNullable(poolAdmin.view().pool().get(ip));
    }

    /// Finds the entry by an address or an id.
    Entry entry(View view, String text) throws HttpErrorException {
        Entry entry =
                EntryId.find(keys.prefix(), view, text).map(view.pool()::get).orElse(null);
        if (entry == null) {
            throw new HttpErrorException(404, "no entry " + text + " in the pool");
        }
        return entry;
    }

    /// Adds an entry, and returns it as nodes will read it.
    ///
    /// @throws IllegalArgumentException the options are not valid options of an entry
    Entry add(Cidr cidr, Map<String, Object> options) throws IOException, HttpErrorException {
        var all = new LinkedHashMap<String, Object>();
        cidr.prefix().ifPresent(prefix -> all.put("prefix", prefix));
        all.putAll(options);
        String value = all.isEmpty() ? "" : Json.of(all);
        Entry entry = EntryCodec.decode(cidr.ip(), keys.entry(cidr.ip()), value);
        if (!poolAdmin.apply(new AdminRequest.AddEntry(cidr.ip(), value))) {
            throw new HttpErrorException(409, cidr.ip() + " is already in the pool");
        }
        statusSource.awaitView(view -> view.pool().containsKey(cidr.ip()));
        return entry;
    }

    /// Replaces the options of an entry.
    Entry change(Entry entry, Map<String, Object> options) throws IOException, HttpErrorException {
        String value = options.isEmpty() ? "" : Json.of(options);
        Entry changed = EntryCodec.decode(entry.ip(), entry.key(), value);
        if (!poolAdmin.apply(new AdminRequest.ChangeEntry(entry, value))) {
            throw new HttpErrorException(404, entry.ip() + " is no longer in the pool");
        }
        statusSource.awaitView(view -> changed.equals(view.pool().get(entry.ip())));
        return changed;
    }

    /// Returns the options of the entry with these checks instead of its own.
    Map<String, Object> options(Entry entry, List<Map<String, Object>> checks) {
        var options = new LinkedHashMap<>(EntryCodec.options(entry));
        options.remove("checks");
        if (!checks.isEmpty()) {
            options.put("checks", checks);
        }
        return options;
    }

    void remove(Entry entry) throws IOException, HttpErrorException {
        if (!poolAdmin.apply(new AdminRequest.RemoveEntry(entry.ip()))) {
            throw new HttpErrorException(404, entry.ip() + " is no longer in the pool");
        }
        statusSource.awaitView(view -> !view.pool().containsKey(entry.ip()));
    }

    /// Moves the entry to a node, where it stays while that node lives.
    EntryMove move(View view, Entry entry, NodeName to) throws IOException, HttpErrorException {
        Node target = eligibleNode(view, entry, to);
        if (!poolAdmin.apply(new AdminRequest.MoveEntry(entry.ip(), target))) {
            throw new HttpErrorException(409, to + " has changed in the meantime; try again");
        }
        statusSource.awaitView(now -> now.wishes().contains(new Wish.Pin(entry.ip(), to)));
        return new EntryMove(entry.ip(), view.owner(entry.ip()).map(Node::name), to);
    }

    /// Moves the entry to the node that the fair share would choose without its owner.
    EntryMove failover(View view, Entry entry) throws IOException, HttpErrorException {
        NodeName successor = Placement.successor(view, entry)
                .orElseThrow(() -> new HttpErrorException(409, "no other node takes " + entry.ip()));
        return move(view, entry, successor);
    }

    /// Pins the entry to a node, for all times when that node can take it.
    void pin(View view, Entry entry, NodeName to) throws IOException, HttpErrorException {
        eligibleNode(view, entry, to);
        makeWish(new Wish.Pin(entry.ip(), to));
    }

    void makeWish(Wish wish) throws IOException {
        poolAdmin.apply(new AdminRequest.SetWish(wish));
        statusSource.awaitView(view -> view.wishes().contains(wish));
    }

    /// Withdraws a pin to any node. Returns whether there was one.
    boolean withdrawWish(Wish wish) throws IOException {
        boolean wasThere = poolAdmin.apply(new AdminRequest.WithdrawWish(wish));
        statusSource.awaitView(view -> !view.wishes().contains(wish));
        return wasThere;
    }

    private static Node eligibleNode(View view, Entry entry, NodeName name) throws HttpErrorException {
        Node node = view.nodes().get(name);
        if (node == null) {
            throw new HttpErrorException(
                    400, "node: expected one of " + view.nodes().keySet() + ", found " + name);
        }
        if (!node.canTake(entry)) {
            String reason =
                    Optional.ofNullable(node.unbindable().get(entry.ip())).orElse("it has no such interface");
            throw new HttpErrorException(400, "node: " + name + " does not take " + entry.ip() + ": " + reason);
        }
        if (view.wishes().contains(new Wish.Drain(name))) {
            throw new HttpErrorException(400, "node: " + name + " is drained");
        }
        return node;
    }
}
