package io.yaim.loop.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.Entry;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrphanedEntriesTest {

    private static final NodeName ME = new NodeName("me");
    private static final LeaseId LEASE = new LeaseId("1");
    private static final LeaseId NEXT_LEASE = new LeaseId("2");
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp OTHER_IP = VirtualIp.parse("10.0.0.2");
    private static final String BY_HAND = "by hand";
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Duration LONGEST = Duration.ofMillis(10_300);
    private static final Binding BINDING = new Binding(IP, "eth0", 32, Optional.empty());

    private final OrphanedEntries orphanedEntries = new OrphanedEntries(LONGEST, true, Optional.empty());
    private Map<VirtualIp, Mark> lastMarks = Map.of();
    private final TreeMap<VirtualIp, MarkHistory.PastMark> gone = new TreeMap<>();
    private long from = 1;
    private long markedAt = 0;
    private Duration now = NOW;
    private long revision;

    @Test
    void whatWasFreeAtTheFirstViewIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(OTHER_IP);
    }

    @Test
    void whatAnotherOwnedAndNobodyOwnsNowIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere())
                .as("claimed by this node")
                .containsExactly(IP);
    }

    @Test
    void whatAnotherOwnsAgainIsNotThisNodesConcern() {
        see(LEASE, Map.of(), "10.0.0.1");
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
    }

    @Test
    void whatWasHandedOverOrWasItsOwnIsClear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        now = NOW.plus(LONGEST);
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
    }

    @Test
    void whatTheFormerLifeOwnedAndHadNotBoundIsUnclear() {
        var kept = new TreeSet<>(Set.of(OTHER_IP));
        var previousTenancy = new PreviousTenancy(Incarnation.of(1), LEASE, kept, NOW.plus(LONGEST));
        var next = new OrphanedEntries(LONGEST, true, Optional.of(previousTenancy));
        View view = view(Map.of("10.0.0.1", "me", "10.0.0.2", "me"), "10.0.0.1", "10.0.0.2");
        next.updateFrom(view, ME, NEXT_LEASE, NOW);
        assertThat(next.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void whatIsPutIntoThePoolIsUnclearHoweverLateThatIs() {
        see(LEASE, Map.of());
        now = NOW.plus(LONGEST).minusMillis(1);
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
        now = NOW.plus(LONGEST);
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.newEntries()).containsExactlyInAnyOrder(IP, OTHER_IP);
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.2", "other"), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.newEntries()).containsExactly(IP);
    }

    @Test
    void whatIsNewStaysNewUnderAnotherLeaseAndUntilItLeavesThePool() {
        see(LEASE, Map.of("10.0.0.2", "other"), "10.0.0.2");
        see(LEASE, Map.of("10.0.0.2", "other"), "10.0.0.1", "10.0.0.2");
        see(NEXT_LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactlyInAnyOrder(IP, OTHER_IP);
        assertThat(orphanedEntries.newEntries()).as("this one was owned").containsExactly(IP);
        see(NEXT_LEASE, Map.of(), "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(OTHER_IP);
    }

    /// Whoever wrote the mark need not have known who has the address.
    @Test
    void whatWasMarkedByHandIsNewWhenItsMarkIsGoneEvenAfterABreak() {
        see(LEASE, Map.of("10.0.0.1", BY_HAND), "10.0.0.1");
        assertThat(orphanedEntries.newEntries()).isEmpty();
        from = 2;
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.newEntries()).containsExactly(IP);
    }

    @Test
    void whatIsNewIsOccupiedAsLongAsAHostAnswersAndNoLonger() {
        see(LEASE, Map.of(), "10.0.0.1");
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        assertThat(orphanedEntries.occupied()).isEmpty();
        orphanedEntries.heard(heldBy(7), NOW);
        Duration later = NOW.plus(LONGEST.multipliedBy(9));
        assertThat(orphanedEntries.removeResolved(later)).isEmpty();
        assertThat(orphanedEntries.occupied()).containsExactly(Map.entry(IP, heldBy(7)));
        for (int i = 0; i < OrphanedEntries.PROBE_COUNT; i++) {
            assertThat(orphanedEntries.occupied()).hasSize(1);
            orphanedEntries.probed(List.of(BINDING), true, later);
        }
        assertThat(orphanedEntries.removeResolved(later.plus(OrphanedEntries.PROBE_SPACING)))
                .isEmpty();
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
        assertThat(orphanedEntries.occupied()).isEmpty();
    }

    @Test
    void aMarkThatCameAndWentBetweenTwoViewsMakesUnclear() {
        now = NOW.minus(LONGEST);
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.2", "me"), "10.0.0.1", "10.0.0.2");
        now = NOW;
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
        view(Map.of("10.0.0.1", "other"), "10.0.0.1", "10.0.0.2");
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void soDoesOneThatCameAndWentBeforeThisNodeClaimed() {
        now = NOW.minus(LONGEST);
        see(LEASE, Map.of());
        now = NOW;
        see(LEASE, Map.of(), "10.0.0.1");
        view(Map.of("10.0.0.1", "other"), "10.0.0.1");
        view(Map.of(), "10.0.0.1");
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void afterABreakWhatIsFreeOrClaimedSinceIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.3");
        from = revision + 1;
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(OTHER_IP);
        from = revision + 1;
        markedAt = revision + 1;
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.2", "other", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.2");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void underAnotherLeaseNothingIsKnownAnyMore() {
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        see(NEXT_LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void anEntryThatLeftThePoolAndCameBackIsStillUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        see(LEASE, Map.of());
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void isClearASpacingAfterTheThirdProbeWithoutAnswer() {
        see(LEASE, Map.of(), "10.0.0.1");
        Duration at = NOW;
        for (int i = 0; i < OrphanedEntries.PROBE_COUNT; i++) {
            assertThat(orphanedEntries.dueForProbe(at)).containsExactly(IP);
            orphanedEntries.probed(List.of(BINDING), true, at);
            assertThat(orphanedEntries.dueForProbe(at)).isEmpty();
            assertThat(orphanedEntries.nextDue(at)).contains(at.plus(OrphanedEntries.PROBE_SPACING));
            assertThat(orphanedEntries.removeResolved(at)).isEmpty();
            assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
            at = at.plus(OrphanedEntries.PROBE_SPACING);
        }
        orphanedEntries.removeResolved(at.minusMillis(1));
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
        orphanedEntries.removeResolved(at);
        assertThat(orphanedEntries.possiblyBoundElsewhere()).isEmpty();
    }

    @Test
    void anAnswerHasItProbedAnewAndIsNewsOnce() {
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(orphanedEntries.heard(heldBy(7), NOW))
                .as("before it was asked for")
                .isFalse();
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        assertThat(orphanedEntries.heard(heldBy(7), NOW)).isTrue();
        assertThat(orphanedEntries.heard(heldBy(7), NOW)).isFalse();
        assertThat(orphanedEntries.heard(heldBy(8), NOW)).isTrue();
        orphanedEntries.removeResolved(NOW.plusSeconds(5));
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
        assertThat(orphanedEntries.nextDue(NOW)).contains(NOW.plus(OrphanedEntries.RETRY_AFTER_ANSWER));
    }

    @Test
    void aProbeByAnotherIsNoAnswer() {
        see(LEASE, Map.of(), "10.0.0.1");
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        var probe = new AddressSighting(IP, "eth0", new HardwareAddress(7), AddressSighting.Kind.PROBES);
        assertThat(orphanedEntries.heard(probe, NOW)).isFalse();
    }

    @Test
    void whatCouldNotBeSentDoesNotCount() {
        see(LEASE, Map.of(), "10.0.0.1");
        for (int i = 0; i < 5; i++) {
            orphanedEntries.probed(List.of(BINDING), false, NOW);
        }
        orphanedEntries.removeResolved(NOW.plusSeconds(5));
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
    }

    @Test
    void whatALostOwnerHadIsClearAtLastWhoeverAnswersAndSaysSo() {
        see(LEASE, Map.of("10.0.0.1", "other", "10.0.0.2", "other"), "10.0.0.1", "10.0.0.2");
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        orphanedEntries.probed(List.of(BINDING), true, NOW);
        orphanedEntries.heard(heldBy(7), NOW);
        assertThat(orphanedEntries.removeResolved(NOW.plus(LONGEST).minusMillis(1)))
                .isEmpty();
        assertThat(orphanedEntries.possiblyBoundElsewhere()).hasSize(2);
        assertThat(orphanedEntries.removeResolved(NOW.plus(LONGEST))).containsExactly(IP);
        assertThat(orphanedEntries.possiblyBoundElsewhere()).as("never probed").containsExactly(OTHER_IP);
    }

    @Test
    void howeverLongItHasBeenFreeItIsProbedFirst() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        see(LEASE, Map.of(), "10.0.0.1");
        Duration later = NOW.plus(LONGEST.multipliedBy(9));
        orphanedEntries.removeResolved(later);
        assertThat(orphanedEntries.possiblyBoundElsewhere()).containsExactly(IP);
        orphanedEntries.probed(List.of(BINDING), true, later);
        orphanedEntries.heard(heldBy(7), later);
        assertThat(orphanedEntries.removeResolved(later.plus(LONGEST).minusMillis(1)))
                .isEmpty();
        assertThat(orphanedEntries.removeResolved(later.plus(LONGEST))).containsExactly(IP);
    }

    @Test
    void nothingIsUnclearWhereNothingIsProbed() {
        var off = new OrphanedEntries(LONGEST, false, Optional.empty());
        off.updateFrom(view(Map.of(), "10.0.0.1"), ME, LEASE, NOW);
        assertThat(off.possiblyBoundElsewhere()).isEmpty();
    }

    private void see(LeaseId lease, Map<String, String> owners, String... pool) {
        orphanedEntries.updateFrom(view(owners, pool), ME, lease, now);
    }

    private View view(Map<String, String> owners, String... pool) {
        var entries = new TreeMap<VirtualIp, Entry>();
        for (String ip : pool) {
            entries.put(VirtualIp.parse(ip), Entry.plain(VirtualIp.parse(ip), "ips/" + ip));
        }
        var marks = new TreeMap<VirtualIp, Mark>();
        owners.forEach((text, owner) -> {
            VirtualIp ip = VirtualIp.parse(text);
            LeaseId lease = owner.equals("me") ? LEASE : new LeaseId("9");
            boolean isByHand = owner.equals(BY_HAND);
            marks.put(
                    ip,
                    new Mark(
                            ip,
                            new NodeName(isByHand ? "other" : owner),
                            isByHand ? Optional.empty() : Optional.of(lease),
                            markedAt));
        });
        revision++;
        lastMarks.forEach((ip, mark) -> {
            if (!marks.containsKey(ip)) {
                gone.put(ip, new MarkHistory.PastMark(mark, revision));
            }
        });
        lastMarks = marks;
        return ViewBuilder.at(revision)
                .pool(entries)
                .marks(marks)
                .markHistory(new MarkHistory(from, gone))
                .build();
    }

    private static AddressSighting heldBy(long hardware) {
        return new AddressSighting(IP, "eth0", new HardwareAddress(hardware), AddressSighting.Kind.IN_USE);
    }
}
