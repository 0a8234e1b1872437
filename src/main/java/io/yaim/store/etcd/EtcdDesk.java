package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.store.Desk;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The desk at etcd: one transaction an order. It connects at the first call, since few nodes are ever
/// asked.
public final class EtcdDesk implements Desk {

    /// Longer than what the loop allows itself: a person waits, and nothing else does.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;
    private final KeySpace keys;
    private Optional<Connection> opened = Optional.empty();

    /// @param clock time since boot
    public EtcdDesk(EtcdSettings settings, Supplier<Duration> clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = settings.keys();
    }

    @Override
    public synchronized View view() throws IOException {
        var reader = new Reader(keys, connection(), new Baseline(), clock);
        return reader.read(deadline()).view();
    }

    @Override
    public synchronized boolean hand(Order order) throws IOException {
        return switch (order) {
            case Order.Add(var ip, var options) ->
                commit(
                        List.of(isAbsent(keys.entry(ip)), isAbsent(keys.entry(ip) + '/')),
                        List.of(put(keys.entry(ip), options, PutOption.DEFAULT)));
            case Order.Change(Entry entry, var options) ->
                commit(List.of(isThere(entry.key())), List.of(put(entry.key(), options, PutOption.DEFAULT)));
            case Order.Remove(var ip) -> remove(ip);
            case Order.Make(Wish wish) -> commit(List.of(), List.of(put(key(wish), value(wish), PutOption.DEFAULT)));
            case Order.Move(var ip, var target) -> move(ip, target);
            case Order.Withdraw(Wish wish) -> commit(List.of(isThere(key(wish))), List.of(delete(key(wish))));
        };
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(Connection::close);
    }

    /// The key may be spelt with a slash at its end, or without.
    private boolean remove(VirtualIp ip) throws IOException {
        boolean isGone = false;
        for (String key : List.of(keys.entry(ip), keys.entry(ip) + '/')) {
            isGone |= commit(List.of(isThere(key)), List.of(delete(key), delete(keys.pin(ip))));
        }
        return isGone;
    }

    /// The node key names the lease that the pin is hung on; it is compared, so that it is this one.
    private boolean move(VirtualIp ip, Node target) throws IOException {
        String node = keys.node(target.name());
        PutOption onItsLease =
                PutOption.builder().withLeaseId(target.lease().value()).build();
        return commit(
                List.of(new Cmp(Reader.bytes(node), Cmp.Op.EQUAL, CmpTarget.modRevision(target.revision()))),
                List.of(put(keys.pin(ip), target.name().value(), onItsLease)));
    }

    private String key(Wish wish) {
        return switch (wish) {
            case Wish.Drain(NodeName node) -> keys.drain(node);
            case Wish.Pin(VirtualIp ip, NodeName _) -> keys.pin(ip);
            case Wish.Pause() -> keys.pause();
        };
    }

    private static String value(Wish wish) {
        return wish instanceof Wish.Pin(VirtualIp _, NodeName node) ? node.value() : "";
    }

    /// Not repeated when the connection breaks: a second run would take its own first one for a conflict.
    private boolean commit(List<Cmp> comparisons, List<Op> writes) throws IOException {
        try {
            return connection()
                    .ask("order", deadline(), Connection.Repeat.NO, client -> transaction(client, comparisons, writes))
                    .isSucceeded();
        } catch (CallFailedException e) {
            throw e.isTrouble() ? new IOException(e.getMessage() + "; it may take effect all the same", e) : e;
        }
    }

    private static CompletableFuture<TxnResponse> transaction(Client client, List<Cmp> comparisons, List<Op> writes) {
        return client.getKVClient()
                .txn()
                .If(comparisons.toArray(Cmp[]::new))
                .Then(writes.toArray(Op[]::new))
                .commit();
    }

    private Connection connection() throws IOException {
        if (opened.isEmpty()) {
            opened = Optional.of(new Connection(settings, clock, StoreListener.NONE));
        }
        return opened.get();
    }

    private Deadline deadline() {
        return Deadline.in(PATIENCE, clock);
    }

    private static Op put(String key, String value, PutOption option) {
        return Op.put(Reader.bytes(key), ByteSequence.from(value, StandardCharsets.UTF_8), option);
    }

    private static Op delete(String key) {
        return Op.delete(Reader.bytes(key), DeleteOption.DEFAULT);
    }

    private static Cmp isAbsent(String key) {
        return new Cmp(Reader.bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
    }

    private static Cmp isThere(String key) {
        return new Cmp(Reader.bytes(key), Cmp.Op.GREATER, CmpTarget.createRevision(0));
    }
}
