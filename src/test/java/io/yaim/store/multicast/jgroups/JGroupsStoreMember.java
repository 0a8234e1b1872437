package io.yaim.store.multicast.jgroups;

import io.yaim.model.AdminRequest;
import io.yaim.model.GroupStatus;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.LockMonitor;
import io.yaim.store.multicast.MulticastPoolAdmin;
import io.yaim.store.multicast.MulticastStore;
import io.yaim.store.multicast.StoreTimer;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A real store on an assembly, put together as the daemon does it; its bell is each test's own.
final class JGroupsStoreMember implements AutoCloseable {

    private static final KeySpace KEYS = KeySpace.of("/service/", "test");

    /// Of one call, on a machine that is busy with something else.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// For what was granted to be known here.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(5);

    private final MulticastStore store;
    private final PoolAdmin poolAdmin;
    private final StoreTimer storeTimer;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Runnable bell = () -> {};
    private volatile long rungFor;

    /// Takes a seat.
    ///
    /// @param stale the time of a lease
    static JGroupsStoreMember enter(GroupChannel groupChannel, Path pool, Duration stale) throws IOException {
        var jGroupsStoreMember = new JGroupsStoreMember(pool, stale);
        jGroupsStoreMember.store.joinGroup(groupChannel);
        return jGroupsStoreMember;
    }

    private JGroupsStoreMember(Path pool, Duration stale) throws IOException {
        Supplier<Duration> clock = () -> Duration.ofNanos(System.nanoTime());
        var turns = new LockMonitor(clock);
        store = new MulticastStore(
                new MulticastSettings(KEYS, stale, TIMEOUT, Set.of(), Optional.empty()),
                clock,
                turns,
                PoolFile.open(pool),
                new SecureRandom()::nextLong,
                new StoreCallbacks(this::ring, StoreListener.NONE, told::add));
        poolAdmin = new MulticastPoolAdmin(store, KEYS);
        storeTimer = StoreTimer.start(store, turns, clock);
    }

    /// The view is read before the test hears the bell, so that it has been rung for all that this view has.
    private void ring() {
        Optional<View> view = view();
        bell.run();
        view.ifPresent(rung -> rungFor = rung.revision());
    }

    /// Empty while there is no coordinator.
    private Optional<View> view() {
        try {
            return Optional.of(store.view());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Store store(Runnable newBell) {
        bell = newBell;
        return store;
    }

    boolean keeps(Store other) {
        return other == store;
    }

    PoolAdmin poolAdmin() {
        return poolAdmin;
    }

    List<String> told() {
        return told;
    }

    boolean coordinates() {
        return store.standing().filter(GroupStatus::isCoordinator).isPresent();
    }

    boolean isAmong(int seats) {
        return store.standing().filter(now -> now.memberCount() == seats).isPresent();
    }

    boolean hasView() {
        return view().isPresent();
    }

    /// Whether its view has nothing at all.
    boolean isEmpty() {
        return view().filter(now -> Stream.of(
                                now.pool(),
                                now.marks(),
                                now.nodes(),
                                now.members(),
                                now.consentRecords(),
                                now.neighbourReports())
                        .allMatch(Map::isEmpty))
                .isPresent();
    }

    /// Removes all that this store sees of what tests make.
    void wipe() throws IOException {
        View view = store.view();
        for (VirtualIp ip : view.pool().keySet()) {
            poolAdmin.apply(new AdminRequest.RemoveEntry(ip));
        }
        for (LeaseId lease : leases(view)) {
            store.revokeLease(lease);
        }
        LeaseId last = store.obtainLease(TIMEOUT).id();
        store.commit(
                last,
                view.consentRecords().values().stream()
                        .<StoreChange>map(StoreChange.DeleteConsentRecord::new)
                        .toList());
        store.revokeLease(last);
    }

    private static Set<LeaseId> leases(View view) {
        var leases = new HashSet<LeaseId>();
        view.members().values().forEach(member -> leases.add(member.lease()));
        view.nodes().values().forEach(node -> leases.add(node.lease()));
        view.marks().values().forEach(mark -> mark.lease().ifPresent(leases::add));
        return leases;
    }

    /// The first view that is as expected, once the bell has been rung for it.
    View await(Predicate<View> expected) {
        View view = Awaitility.await("the view")
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(store::view, expected);
        Awaitility.await("the bell").pollInterval(POLL).atMost(PATIENCE).until(() -> rungFor >= view.revision());
        return view;
    }

    @Override
    public void close() {
        storeTimer.close();
        store.close();
    }
}
