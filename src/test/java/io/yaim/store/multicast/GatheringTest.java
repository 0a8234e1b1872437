package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import io.yaim.store.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Term NEW = new Term(9, 0, new Seat("new"));
    private static final Term HERE = new Term(5, 0, new Seat("here"));
    private static final Term THERE = new Term(7, 0, new Seat("there"));
    private static final LeaseId X = new LeaseId(1);
    private static final LeaseId Y = new LeaseId(2);
    private static final LeaseId ABSENT = new LeaseId(3);

    private static Note.Report report(Term of, Optional<LeaseId> lease, long revision, Stored... keys) {
        var picture = new Picture(revision, 0, Arrays.asList(keys));
        return new Note.Report(NEW, Optional.of(of), picture, lease, Duration.ZERO, Edition.NONE, Optional.empty());
    }

    private static Stored mark(LeaseId lease, long revision) {
        return new Stored("marks/1", "of " + lease, revision, Optional.of(lease));
    }

    private static Ledger ledger(Note.Report... reports) {
        return new Gathering(Peer.KEYS, List.of(reports)).ledger(TTL, NOW);
    }

    private static List<LeaseId> holders(Ledger ledger) {
        return ledger.picture().keys().stream()
                .flatMap(stored -> stored.lease().stream())
                .toList();
    }

    @Test
    void whoKnowsMostOfATermCounts() {
        Ledger ledger =
                ledger(report(HERE, Optional.of(X), 10, mark(X, 10)), report(HERE, Optional.of(Y), 12, mark(Y, 12)));
        assertThat(holders(ledger)).containsExactly(Y);
        assertThat(ledger.revision()).isEqualTo(13);
    }

    @Test
    void theAbsentKeepWhatTheyHaveForTheTimeOfALease() {
        Ledger ledger = ledger(report(HERE, Optional.of(X), 10, mark(ABSENT, 10)));
        assertThat(holders(ledger)).containsExactly(ABSENT);
        ledger.expire(NOW.plus(TTL).minusMillis(1));
        assertThat(holders(ledger)).containsExactly(ABSENT);
        ledger.expire(NOW.plus(TTL));
        assertThat(holders(ledger)).isEmpty();
    }

    @Test
    void whoIsHereAndProvesItsLeaseComesBeforeTheAbsentOfTheLargerPart() {
        Ledger ledger = ledger(
                report(HERE, Optional.empty(), 10, mark(ABSENT, 10)),
                report(HERE, Optional.empty(), 10, mark(ABSENT, 10)),
                report(THERE, Optional.of(Y), 8, mark(Y, 8)));
        assertThat(holders(ledger)).containsExactly(Y);
    }

    /// X passed it on to Y in the part in which both were; the larger one knows only what was before.
    @Test
    void whatAPartSaysOfANodeThatWasInAnotherIsHearsay() {
        Ledger ledger = ledger(
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(HERE, Optional.empty(), 10, mark(X, 4)),
                report(THERE, Optional.of(X), 12, mark(Y, 12)),
                report(THERE, Optional.of(Y), 12, mark(Y, 12)));
        assertThat(holders(ledger)).containsExactly(Y);
    }

    @Test
    void theHighestVersionOfThePoolWins() {
        var low = new Edition(3, new TreeMap<>());
        var high = new Edition(4, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "")));
        var picture = new Picture(1, 0, List.of());
        Ledger ledger = ledger(
                new Note.Report(
                        NEW, Optional.of(HERE), picture, Optional.empty(), Duration.ZERO, low, Optional.empty()),
                new Note.Report(
                        NEW, Optional.of(HERE), picture, Optional.empty(), Duration.ZERO, low, Optional.empty()),
                new Note.Report(
                        NEW, Optional.of(THERE), picture, Optional.empty(), Duration.ZERO, high, Optional.empty()));
        assertThat(ledger.edition()).isEqualTo(high);
    }
}
