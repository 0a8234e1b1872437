package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Binding;
import io.yaim.model.Entry;
import io.yaim.model.Former;
import io.yaim.model.HardwareAddress;
import io.yaim.model.History;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.Sighting;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VacanciesTest {

    private static final NodeName ME = new NodeName("me");
    private static final LeaseId LEASE = new LeaseId(1);
    private static final LeaseId NEXT_LEASE = new LeaseId(2);
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp OTHER_IP = VirtualIp.parse("10.0.0.2");
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Duration LONGEST = Duration.ofMillis(10_300);
    private static final Binding BINDING = new Binding(IP, "eth0", 32, Optional.empty());

    private final Vacancies vacancies = new Vacancies(LONGEST, true, Optional.empty());
    private Map<VirtualIp, Mark> lastMarks = Map.of();
    private final TreeMap<VirtualIp, History.Gone> gone = new TreeMap<>();
    private long from = 1;
    private long markedAt = 0;
    private Duration now = NOW;
    private long revision;

    @Test
    void whatWasFreeAtTheFirstViewIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).containsExactly(OTHER_IP);
    }

    @Test
    void whatAnotherOwnedAndNobodyOwnsNowIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(vacancies.unclear()).containsExactly(IP);
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        assertThat(vacancies.unclear()).as("claimed by this node").containsExactly(IP);
    }

    @Test
    void whatAnotherOwnsAgainIsNotThisNodesConcern() {
        see(LEASE, Map.of(), "10.0.0.1");
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        assertThat(vacancies.unclear()).isEmpty();
    }

    @Test
    void whatWasHandedOverOrIsNewOrWasItsOwnIsClear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        now = NOW.plus(LONGEST);
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).isEmpty();
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).isEmpty();
    }

    @Test
    void whatTheFormerLifeOwnedAndHadNotBoundIsUnclear() {
        var kept = new TreeSet<>(Set.of(OTHER_IP));
        var former = new Former(Incarnation.of(1), LEASE, kept, NOW.plus(LONGEST));
        var next = new Vacancies(LONGEST, true, Optional.of(former));
        View view = view(Map.of("10.0.0.1", "me", "10.0.0.2", "me"), "10.0.0.1", "10.0.0.2");
        next.saw(view, ME, NEXT_LEASE, NOW);
        assertThat(next.unclear()).containsExactly(IP);
    }

    @Test
    void whatIsPutIntoThePoolSoonAfterTheFirstViewIsUnclear() {
        see(LEASE, Map.of());
        now = NOW.plus(LONGEST).minusMillis(1);
        see(LEASE, Map.of(), "10.0.0.1");
        now = NOW.plus(LONGEST);
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void aMarkThatCameAndWentBetweenTwoViewsMakesUnclear() {
        now = NOW.minus(LONGEST);
        see(LEASE, Map.of());
        now = NOW;
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).isEmpty();
        view(Map.of("10.0.0.1", "other"), "10.0.0.1", "10.0.0.2");
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).containsExactly(IP);
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
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void afterABreakWhatIsFreeOrClaimedSinceIsUnclear() {
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.3");
        from = revision + 1;
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(vacancies.unclear()).containsExactly(OTHER_IP);
        from = revision + 1;
        markedAt = revision + 1;
        see(LEASE, Map.of("10.0.0.1", "me", "10.0.0.2", "other", "10.0.0.3", "other"), "10.0.0.1", "10.0.0.2");
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void underAnotherLeaseNothingIsKnownAnyMore() {
        see(LEASE, Map.of("10.0.0.1", "me"), "10.0.0.1");
        see(NEXT_LEASE, Map.of(), "10.0.0.1");
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void anEntryThatLeftThePoolAndCameBackIsStillUnclear() {
        see(LEASE, Map.of("10.0.0.1", "other"), "10.0.0.1");
        see(LEASE, Map.of());
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void isClearASpacingAfterTheThirdProbeWithoutAnswer() {
        see(LEASE, Map.of(), "10.0.0.1");
        Duration at = NOW;
        for (int i = 0; i < Vacancies.PROBES; i++) {
            assertThat(vacancies.due(at)).containsExactly(IP);
            vacancies.probed(List.of(BINDING), true, at);
            assertThat(vacancies.due(at)).isEmpty();
            assertThat(vacancies.next(at)).contains(at.plus(Vacancies.SPACING));
            assertThat(vacancies.settle(at)).isEmpty();
            assertThat(vacancies.unclear()).containsExactly(IP);
            at = at.plus(Vacancies.SPACING);
        }
        vacancies.settle(at.minusMillis(1));
        assertThat(vacancies.unclear()).containsExactly(IP);
        vacancies.settle(at);
        assertThat(vacancies.unclear()).isEmpty();
    }

    @Test
    void anAnswerHasItProbedAnewAndIsNewsOnce() {
        see(LEASE, Map.of(), "10.0.0.1");
        assertThat(vacancies.heard(heldBy(7), NOW))
                .as("before it was asked for")
                .isFalse();
        vacancies.probed(List.of(BINDING), true, NOW);
        vacancies.probed(List.of(BINDING), true, NOW);
        vacancies.probed(List.of(BINDING), true, NOW);
        assertThat(vacancies.heard(heldBy(7), NOW)).isTrue();
        assertThat(vacancies.heard(heldBy(7), NOW)).isFalse();
        assertThat(vacancies.heard(heldBy(8), NOW)).isTrue();
        vacancies.settle(NOW.plusSeconds(5));
        assertThat(vacancies.unclear()).containsExactly(IP);
        assertThat(vacancies.next(NOW)).contains(NOW.plus(Vacancies.AFTER_ANSWER));
    }

    @Test
    void aProbeByAnotherIsNoAnswer() {
        see(LEASE, Map.of(), "10.0.0.1");
        vacancies.probed(List.of(BINDING), true, NOW);
        var probe = new Sighting(IP, "eth0", new HardwareAddress(7), Sighting.Kind.PROBES);
        assertThat(vacancies.heard(probe, NOW)).isFalse();
    }

    @Test
    void whatCouldNotBeSentDoesNotCount() {
        see(LEASE, Map.of(), "10.0.0.1");
        for (int i = 0; i < 5; i++) {
            vacancies.probed(List.of(BINDING), false, NOW);
        }
        vacancies.settle(NOW.plusSeconds(5));
        assertThat(vacancies.unclear()).containsExactly(IP);
    }

    @Test
    void isClearAtLastWhoeverAnswersAndSaysSo() {
        see(LEASE, Map.of(), "10.0.0.1", "10.0.0.2");
        vacancies.probed(List.of(BINDING), true, NOW);
        vacancies.heard(heldBy(7), NOW);
        assertThat(vacancies.settle(NOW.plus(LONGEST).minusMillis(1))).isEmpty();
        assertThat(vacancies.unclear()).hasSize(2);
        assertThat(vacancies.settle(NOW.plus(LONGEST))).containsExactly(IP);
        assertThat(vacancies.unclear()).as("never probed").containsExactly(OTHER_IP);
    }

    @Test
    void howeverLongItHasBeenFreeItIsProbedFirst() {
        see(LEASE, Map.of(), "10.0.0.1");
        Duration later = NOW.plus(LONGEST.multipliedBy(9));
        vacancies.settle(later);
        assertThat(vacancies.unclear()).containsExactly(IP);
        vacancies.probed(List.of(BINDING), true, later);
        vacancies.heard(heldBy(7), later);
        assertThat(vacancies.settle(later.plus(LONGEST).minusMillis(1))).isEmpty();
        assertThat(vacancies.settle(later.plus(LONGEST))).containsExactly(IP);
    }

    @Test
    void nothingIsUnclearWhereNothingIsProbed() {
        var off = new Vacancies(LONGEST, false, Optional.empty());
        off.saw(view(Map.of(), "10.0.0.1"), ME, LEASE, NOW);
        assertThat(off.unclear()).isEmpty();
    }

    private void see(LeaseId lease, Map<String, String> owners, String... pool) {
        vacancies.saw(view(owners, pool), ME, lease, now);
    }

    private View view(Map<String, String> owners, String... pool) {
        var entries = new TreeMap<VirtualIp, Entry>();
        for (String ip : pool) {
            entries.put(VirtualIp.parse(ip), Entry.plain(VirtualIp.parse(ip), "ips/" + ip));
        }
        var marks = new TreeMap<VirtualIp, Mark>();
        owners.forEach((text, owner) -> {
            VirtualIp ip = VirtualIp.parse(text);
            LeaseId lease = owner.equals("me") ? LEASE : new LeaseId(9);
            marks.put(ip, new Mark(ip, new NodeName(owner), Optional.of(lease), markedAt));
        });
        revision++;
        lastMarks.forEach((ip, mark) -> {
            if (!marks.containsKey(ip)) {
                gone.put(ip, new History.Gone(mark, revision));
            }
        });
        lastMarks = marks;
        return new View(
                revision,
                entries,
                marks,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                new TreeSet<>(),
                new History(from, gone));
    }

    private static Sighting heldBy(long hardware) {
        return new Sighting(IP, "eth0", new HardwareAddress(hardware), Sighting.Kind.HOLDS);
    }
}
