package io.yaim.sim;

import io.yaim.model.Change;
import io.yaim.model.History;
import io.yaim.model.LeaseId;
import io.yaim.model.View;
import io.yaim.store.MemoryCluster;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The store as one life sees it: each call goes over the network, and its view is what the watch brought,
/// unless it was told of something later.
///
/// That a store went back it learns from the first answer but the one that a lease has ended. The real
/// adapter finds it out by revisions, which EtcdWentBackIT tries.
final class LifeStore implements StoreAccess {

    private static final String WRITE = "commit";

    private final Setting setting;
    private final Machine machine;
    private final Life life;
    private final Runnable listening = this::changed;
    private Optional<View> image = Optional.empty();
    private long told;
    private int epoch;
    private Duration lastDelivery = Duration.ZERO;
    private boolean hasMissed;
    private boolean isClosed;

    LifeStore(Setting setting, Machine machine, Life life) {
        this.setting = setting;
        this.machine = machine;
        this.life = life;
        epoch = setting.server().epoch();
        setting.server().cluster().listen(listening);
    }

    @Override
    public void open() {}

    @Override
    public Granted join(Duration ttl) throws IOException {
        life.point();
        Duration sent = machine.clock().now();
        Granted granted = call("join", setting.server().grant(ttl));
        life.proofs().granted(granted.id(), sent, granted.ttl());
        return granted;
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        life.point();
        Duration sent = machine.clock().now();
        Duration granted = call("renew", cluster -> cluster.renew(lease));
        life.proofs().renewed(lease, sent, granted);
        return granted;
    }

    @Override
    public View view() throws IOException {
        life.point();
        Optional<View> present = image.filter(view -> view.revision() >= told);
        if (present.isPresent()) {
            return present.get();
        }
        View read = call("read", MemoryCluster::view);
        if (image.filter(view -> view.revision() > read.revision()).isEmpty()) {
            begin(read);
        }
        return image.orElseThrow();
    }

    @Override
    public Outcome commit(LeaseId lease, List<Change> changes) throws IOException {
        List<Change> copy = List.copyOf(changes);
        life.point();
        setting.trace().say(machine.name(), () -> "commits " + copy);
        return call(WRITE, cluster -> cluster.commit(lease, copy));
    }

    @Override
    public void leave(LeaseId lease) throws IOException {
        life.point();
        call("leave", cluster -> {
            cluster.revoke(lease);
            return lease;
        });
    }

    @Override
    public void close() {
        isClosed = true;
        setting.server().cluster().unlisten(listening);
    }

    @Override
    public int epoch() {
        return epoch;
    }

    private <T> T call(String what, Server.Effect<T> effect) throws IOException {
        Duration latest = machine.clock().when(machine.clock().now().plus(Setting.STORE_TIMEOUT));
        Network.Call<T> call = setting.network().send(machine.line(), what.equals(WRITE), effect, life::wake);
        life.await(call::isAnswered, latest);
        life.limp();
        life.point();
        if (!call.isAnswered()) {
            throw new IOException(what + ": no answer in time");
        }
        if (!call.isFailure() && call.epoch() != epoch) {
            epoch = call.epoch();
            image = Optional.empty();
            told = 0;
            throw new StoreWentBackException("the store was restored");
        }
        T result = call.get();
        told = Math.max(told, call.revision());
        return result;
    }

    /// Asks the watch for all that it has missed.
    @Override
    public void catchUp() {
        changed();
    }

    private void changed() {
        boolean isHeard = machine.line().isHeard()
                && !machine.isWatchSilent
                && !setting.server().isAway();
        if (!isHeard || setting.server().epoch() != epoch) {
            hasMissed = true;
            return;
        }
        View view = setting.server().truth();
        boolean isNext = !hasMissed;
        hasMissed = false;
        int from = epoch;
        Duration soonest = setting.timeline()
                .now()
                .plus(machine.watchLag)
                .plus(setting.network().delay(machine.line()));
        lastDelivery = soonest.compareTo(lastDelivery) > 0 ? soonest : lastDelivery;
        setting.timeline().at(lastDelivery, () -> deliver(view, from, isNext));
    }

    private void deliver(View view, int from, boolean isNext) {
        boolean isNews =
                image.filter(present -> present.revision() >= view.revision()).isEmpty();
        if (!isClosed && from == epoch && isNews) {
            if (isNext && image.isPresent()) {
                image = Optional.of(with(image.get().history().from(), view));
            } else {
                begin(view);
            }
            life.ring();
        }
    }

    /// As after a read: of what was before it knows nothing.
    private void begin(View view) {
        image = Optional.of(with(view.revision(), view));
    }

    private static View with(long from, View view) {
        var gone = new TreeMap<>(view.history().gone());
        gone.values().removeIf(each -> each.at() <= from);
        return new View(
                view.revision(),
                view.pool(),
                view.marks(),
                view.nodes(),
                view.members(),
                view.witnesses(),
                view.wishes(),
                view.oddities(),
                new History(from, gone));
    }
}
