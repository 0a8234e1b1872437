package io.yaim.store.multicast.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import io.yaim.store.RawKey;
import io.yaim.store.multicast.MemoryGroupMember;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateMergeTest {

    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Term NEW = new Term(9, 0, new MemberId("new"));
    private static final Term HERE = new Term(5, 0, new MemberId("here"));
    private static final Term THERE = new Term(7, 0, new MemberId("there"));
    private static final LeaseId X = new LeaseId("1");
    private static final LeaseId Y = new LeaseId("2");
    private static final LeaseId ABSENT = new LeaseId("3");

    private static GroupMessage.Report report(Term of, Optional<LeaseId> lease, long revision, RawKey... keys) {
        var rawSnapshot = new RawSnapshot(revision, 0, Arrays.asList(keys));
        return new GroupMessage.Report(
                NEW, Optional.of(of), rawSnapshot, lease, Duration.ZERO, VersionedPool.NONE, Optional.empty());
    }

    private static RawKey mark(LeaseId lease, long revision) {
        return new RawKey("marks/1", "of " + lease, revision, Optional.of(lease));
    }

    private static CoordinatorState ledger(GroupMessage.Report... reports) {
        return new StateMerge(MemoryGroupMember.KEYS, List.of(reports)).merge(TTL, NOW);
    }

    private static List<LeaseId> holders(CoordinatorState coordinatorState) {
        return coordinatorState.snapshot().keys().stream()
                .flatMap(rawKey -> rawKey.lease().stream())
                .toList();
    }

    @Test
    void whoKnowsMostOfATermCounts() {
        CoordinatorState coordinatorState =
                ledger(report(HERE, Optional.of(X), 10, mark(X, 10)), report(HERE, Optional.of(Y), 12, mark(Y, 12)));
        assertThat(holders(coordinatorState)).containsExactly(Y);
        assertThat(coordinatorState.revision()).isEqualTo(13);
    }

    @Test
    void theAbsentKeepWhatTheyHaveForTheTimeOfALease() {
        CoordinatorState coordinatorState = ledger(report(HERE, Optional.of(X), 10, mark(ABSENT, 10)));
        assertThat(holders(coordinatorState)).containsExactly(ABSENT);
        coordinatorState.expireLeases(NOW.plus(TTL).minusMillis(1));
        assertThat(holders(coordinatorState)).containsExactly(ABSENT);
        coordinatorState.expireLeases(NOW.plus(TTL));
        assertThat(holders(coordinatorState)).isEmpty();
    }

    @Test
    void whoIsHereAndProvesItsLeaseComesBeforeTheAbsentOfTheLargerPart() {
        CoordinatorState coordinatorState = ledger(
                report(HERE, Optional.empty(), 10, mark(ABSENT, 10)),
                report(HERE, Optional.empty(), 10, mark(ABSENT, 10)),
                report(THERE, Optional.of(Y), 8, mark(Y, 8)));
        assertThat(holders(coordinatorState)).containsExactly(Y);
    }

    /// X passed it on to Y in the part in which both were; the larger one knows only what was before.
    @Test
    void whatAPartSaysOfANodeThatWasInAnotherIsHearsay() {
        CoordinatorState coordinatorState = ledger(
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(THERE, Optional.of(X), 12, mark(Y, 12)),
                report(THERE, Optional.of(Y), 12, mark(Y, 12)));
        assertThat(holders(coordinatorState)).containsExactly(Y);
    }

    @Test
    void theHighestVersionOfThePoolWins() {
        var low = new VersionedPool(3, new TreeMap<>());
        var high = new VersionedPool(4, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "")));
        var rawSnapshot = new RawSnapshot(1, 0, List.of());
        CoordinatorState coordinatorState = ledger(
                new GroupMessage.Report(
                        NEW, Optional.of(HERE), rawSnapshot, Optional.empty(), Duration.ZERO, low, Optional.empty()),
                new GroupMessage.Report(
                        NEW, Optional.of(HERE), rawSnapshot, Optional.empty(), Duration.ZERO, low, Optional.empty()),
                new GroupMessage.Report(
                        NEW, Optional.of(THERE), rawSnapshot, Optional.empty(), Duration.ZERO, high, Optional.empty()));
        assertThat(coordinatorState.pool()).isEqualTo(high);
    }
}
