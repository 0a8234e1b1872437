package io.yaim.sim;

import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.View;
import io.yaim.store.MemoryCluster;
import io.yaim.store.Store;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The store as one life sees it: each call goes over the network, and its view is what the watch brought,
/// unless it was told of something later.
///
/// That a store went back it learns from the first answer but the one that a lease has ended. The real
/// adapter finds it out by revisions, which EtcdWentBackIT tries.
final class LifeStore implements Store {

    private static final String WRITE = "commit";

    private final Setting setting;
    private final Machine machine;
    private final Life life;
    private final Runnable listening = this::changed;
    private Optional<View> image = Optional.empty();
    private long told;
    private int epoch;
    private Duration lastDelivery = Duration.ZERO;
    private boolean isClosed;

    LifeStore(Setting setting, Machine machine, Life life) {
        this.setting = setting;
        this.machine = machine;
        this.life = life;
        epoch = setting.server().epoch();
        setting.server().cluster().listen(listening);
    }

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
        image = image.filter(view -> view.revision() > read.revision()).or(() -> Optional.of(read));
        return image.get();
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

    /// Which store it was that answered last.
    int epoch() {
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
    void catchUp() {
        changed();
    }

    private void changed() {
        boolean isHeard = machine.line().isHeard()
                && !machine.isWatchSilent
                && !setting.server().isAway();
        if (!isHeard || setting.server().epoch() != epoch) {
            return;
        }
        View view = setting.server().truth();
        int from = epoch;
        Duration soonest = setting.timeline()
                .now()
                .plus(machine.watchLag)
                .plus(setting.network().delay(machine.line()));
        lastDelivery = soonest.compareTo(lastDelivery) > 0 ? soonest : lastDelivery;
        setting.timeline().at(lastDelivery, () -> deliver(view, from));
    }

    private void deliver(View view, int from) {
        boolean isNews =
                image.filter(present -> present.revision() >= view.revision()).isEmpty();
        if (!isClosed && from == epoch && isNews) {
            image = Optional.of(view);
            life.ring();
        }
    }
}
