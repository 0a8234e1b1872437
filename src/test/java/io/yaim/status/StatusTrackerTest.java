package io.yaim.status;

import static io.yaim.status.Sketch.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckResults;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Wish;
import io.yaim.plan.EntryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The status after several cycles.
class StatusTrackerTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(60);

    private Instant wall = FIRST;
    private Duration now = Sketch.NOW;
    private final EntryStateTracker entryStateTracker = new EntryStateTracker();
    private final StatusTracker statusTracker = new StatusTracker(
            () -> now, () -> wall, () -> new CheckResults(new Health.Healthy(), List.of()), entryStateTracker);

    private void accept(Cycle cycle) {
        entryStateTracker.accept(cycle);
        statusTracker.accept(cycle);
    }

    private List<String> told() {
        return statusTracker.timeline().after(0).stream()
                .map(timelineEvent -> timelineEvent.kind().word() + ": " + timelineEvent.text())
                .toList();
    }

    @Test
    void knowsNothingBeforeTheFirstCycle() {
        assertThat(statusTracker.snapshot().view()).isEmpty();
        assertThat(statusTracker.snapshot().localNode()).isEmpty();
        assertThat(told()).isEmpty();
    }

    @Test
    void whoOwnedAnEntryBeforeHasOwnedItSince() {
        accept(Sketch.of("a", "b").owns("a", 1, 2).cycle());
        wall = SECOND;
        accept(Sketch.of("a", "b").owns("a", 1).owns("b", 2).cycle());
        assertThat(statusTracker.snapshot().localNode().orElseThrow().ownedSince())
                .isEqualTo(Map.of(ip(1), FIRST, ip(2), SECOND));
    }

    @Test
    void reportsChangesOfOwnersButNotTheFirstOwners() {
        accept(Sketch.of("a", "b").owns("a", 1, 2).cycle());
        assertThat(told())
                .containsExactly(
                        "health: healthy",
                        "state: 10.0.0.1: BOOTING to STANDBY by health_check_success",
                        "state: 10.0.0.2: BOOTING to STANDBY by health_check_success");
        long before = statusTracker.timeline().latest();
        accept(Sketch.of("a").owns("", 1).owns("a", 2, 3).cycle());
        assertThat(statusTracker.timeline().after(before))
                .extracting(timelineEvent -> timelineEvent.kind().word() + ": " + timelineEvent.text())
                .containsExactly(
                        "pool: 10.0.0.3 added",
                        "node: b is gone",
                        "owner: 10.0.0.1 has no owner",
                        "owner: 10.0.0.3 is now owned by a",
                        "state: 10.0.0.3: BOOTING to STANDBY by health_check_success");
    }

    @Test
    void reportsWhatThisNodeDid() {
        var addressSighting = new AddressSighting(
                ip(1), "eth0", HardwareAddress.of(new byte[] {2, 0, 0, 0, 0, 9}), AddressSighting.Kind.IN_USE);
        accept(Sketch.of("a").owns("a", 1).cycle());
        long before = statusTracker.timeline().latest();
        accept(Sketch.of("a")
                .owns("a", 1)
                .bound(1)
                .cycle(
                        new Event.Bound(List.of(ip(1)), 6),
                        new Event.ConflictBegan(addressSighting),
                        new Event.LeaseLost(new LeaseId("7"), "it was ended")));
        assertThat(statusTracker.timeline().after(before))
                .extracting(timelineEvent -> timelineEvent.kind().word() + ": " + timelineEvent.text())
                .containsExactly(
                        "bind: bound 10.0.0.1",
                        "conflict: 02:00:00:00:00:09 claims to have 10.0.0.1",
                        "fence: the lease is lost: it was ended",
                        "state: 10.0.0.1: STANDBY to ACTIVATED by elected");
        assertThat(statusTracker.snapshot().localNode().orElseThrow().states())
                .containsEntry(ip(1), EntryState.ACTIVATED);
    }

    @Test
    void theLastViewIsReportedWhileTheStoreIsUnreachable() {
        accept(Sketch.of("a").owns("a", 1).cycle());
        now = now.plusSeconds(3);
        accept(Sketch.of("a").blind(new Event.Failed("read the store", "etcd read: no answer in time")));
        StatusSnapshot statusSnapshot = statusTracker.snapshot();
        assertThat(statusSnapshot.view()).isPresent();
        assertThat(statusSnapshot.age()).isEqualTo(Duration.ofSeconds(3));
        assertThat(statusSnapshot.localNode().orElseThrow().storeError()).contains("etcd read: no answer in time");
        assertThat(told()).contains("store: the store is unreachable");
        accept(Sketch.of("a").owns("a", 1).cycle());
        assertThat(told()).contains("store: the store is reachable again");
        assertThat(statusTracker.snapshot().localNode().orElseThrow().storeError())
                .isEmpty();
    }

    @Test
    void wishesAndReloadsAreReported() {
        accept(Sketch.of("a").cycle());
        accept(Sketch.of("a")
                .wishes(new Wish.Drain(new NodeName("a")))
                .wishes(new Wish.Pause())
                .cycle());
        accept(Sketch.of("a").cycle());
        statusTracker.addEvent(TimelineEvent.Kind.RELOAD, "read again");
        assertThat(told())
                .contains(
                        "wish: a is drained",
                        "wish: moves for balance are paused",
                        "wish: a is no longer drained",
                        "wish: moves for balance are resumed",
                        "reload: read again");
        assertThat(statusTracker.timeline().after(0))
                .extracting(TimelineEvent::id)
                .doesNotHaveDuplicates()
                .isSorted();
    }
}
