package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AdminRequest;
import io.yaim.model.GroupStatus;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Store;
import io.yaim.store.StoreContract;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MulticastStoreTest extends StoreContract {

    private final MemoryGroup memoryGroup = new MemoryGroup();
    private Optional<MulticastPoolAdmin> desk = Optional.empty();
    private boolean isFirst = true;

    @Override
    protected Store open(Runnable bell) {
        MemoryGroupMember memoryGroupMember = new MemoryGroupMember(memoryGroup, VersionedPool.NONE, bell);
        if (isFirst) {
            isFirst = false;
            memoryGroup.pass(MemoryGroupMember.TTL.plusSeconds(1)); // it does not know what others may hold
        }
        return memoryGroupMember.store;
    }

    @Override
    protected Duration granted(Duration asked) {
        return MemoryGroupMember.TTL;
    }

    @Override
    protected void put(VirtualIp ip) throws IOException {
        assertThat(desk().apply(new AdminRequest.AddEntry(ip, ""))).isTrue();
    }

    @Override
    protected void delete(VirtualIp ip) throws IOException {
        assertThat(desk().apply(new AdminRequest.RemoveEntry(ip))).isTrue();
    }

    @Test
    void theNextOneCoordinatesWhenTheFirstHasGone() {
        List<MemoryGroupMember> peers = Stream.generate(
                        () -> new MemoryGroupMember(memoryGroup, VersionedPool.NONE, () -> {}))
                .limit(3)
                .toList();
        memoryGroup.settle();
        assertThat(peers)
                .extracting(
                        memoryGroupMember -> memoryGroupMember.store.standing().orElseThrow())
                .containsExactly(status(true, 3), status(false, 3), status(false, 3));
        peers.getFirst().store.close();
        memoryGroup.settle();
        assertThat(peers.subList(1, 3))
                .extracting(
                        memoryGroupMember -> memoryGroupMember.store.standing().orElseThrow())
                .containsExactly(status(true, 2), status(false, 2));
    }

    private static GroupStatus status(boolean isCoordinator, int members) {
        return new GroupStatus(isCoordinator, members, Optional.empty());
    }

    private MulticastPoolAdmin desk() {
        MulticastPoolAdmin present =
                desk.orElseGet(() -> new MulticastPoolAdmin((MulticastStore) open(() -> {}), MemoryGroupMember.KEYS));
        desk = Optional.of(present);
        return present;
    }

    @Override
    protected void passTime(Duration time) {
        memoryGroup.pass(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) throws IOException {
        memoryGroup.pass(Duration.ofMillis(10));
        View view = store.view();
        assertThat(view).matches(expected);
        return view;
    }
}
