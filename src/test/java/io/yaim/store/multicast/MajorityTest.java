package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Of three voters two decide, whoever coordinates.
class MajorityTest {

    private static final Set<NodeName> VOTERS = Set.of(new NodeName("a"), new NodeName("b"), new NodeName("c"));
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Edition POOL = new Edition(1, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "")));

    private static final Term NEW = new Term(9, 0, new Seat("new"));
    private static final Roll ROLL = new Roll(9, true, List.of(new Seat("a"), new Seat("b"), new Seat("c")));

    private final Hall hall = new Hall();
    private final List<Peer> peers = new ArrayList<>();

    private Peer peer(String name) {
        var peer = new Peer(hall, POOL, () -> {}, new NodeName(name), VOTERS);
        peers.add(peer);
        return peer;
    }

    private LeaseId join(Peer peer) throws IOException {
        return peer.store.join(Peer.STALE).id();
    }

    @Test
    void nothingIsGrantedUntilMostAreThereAndNobodyCanHoldWhatTheyHaveForgotten() throws Exception {
        Peer a = peer("a");
        hall.pass(Peer.STALE.multipliedBy(3));
        assertThatThrownBy(() -> join(a))
                .isInstanceOf(IOException.class)
                .hasMessage("join: quorum: of [a, b, c] only [a] are together here, no majority");
        Peer b = peer("b");
        hall.pass(Peer.STALE.minus(SOON));
        assertThatThrownBy(() -> join(b))
                .isInstanceOf(IOException.class)
                .hasMessage("join: quorum: of [a, b, c] only [a] count yet, the others a lease after they came");
        hall.pass(SOON.multipliedBy(2));
        assertThat(join(b)).isNotEqualTo(join(a));
    }

    @Test
    void whoHasNoVoteMakesNoMajority() {
        Peer a = peer("a");
        peer("d");
        peer("e");
        hall.pass(Peer.STALE.multipliedBy(3));
        assertThatThrownBy(() -> join(a)).hasMessageContaining("only [a]");
    }

    @Test
    void aPartWithoutMostVotersRenewsNothingAndTheOtherGoesOn() throws Exception {
        Peer a = peer("a");
        Peer b = peer("b");
        Peer c = peer("c");
        hall.pass(Peer.STALE.plus(SOON));
        LeaseId alone = join(a);
        LeaseId other = join(b);
        a.bench.move(1);
        hall.call(false);
        hall.pass(SOON);
        assertThatThrownBy(() -> a.store.renew(alone)).hasMessageContaining("no majority");
        assertThat(b.store.renew(other)).isEqualTo(Peer.STALE);
        assertThat(c.store.view())
                .extracting(View::pool)
                .isEqualTo(b.store.view().pool());
    }

    /// It does not know yet that the others have another one: nothing told it that they are gone.
    @Test
    void aFormerCoordinatorRenewsNotEvenItsOwnLease() throws Exception {
        Peer a = peer("a");
        Peer b = peer("b");
        peer("c");
        hall.pass(Peer.STALE.plus(SOON));
        LeaseId own = join(a);
        assertThat(a.store.renew(own)).isEqualTo(Peer.STALE);
        a.bench.move(1);
        hall.pass(SOON);
        assertThatThrownBy(() -> a.store.renew(own)).hasMessage("renew: no answer in time");
        assertThat(b.store.view()).isNotNull();
    }

    @Test
    void oneWhoDoesNotConfirmHoldsNobodyUp() throws Exception {
        Peer a = peer("a");
        Peer b = peer("b");
        Peer c = peer("c");
        hall.pass(Peer.STALE.plus(SOON));
        c.bench.move(1); // and nobody has found out
        LeaseId lease = join(b);
        assertThat(a.store.renew(lease)).isEqualTo(Peer.STALE);
        assertThat(new MulticastDesk(b.store, Peer.KEYS).hand(add("10.0.0.6"))).isTrue();
        assertThat(a.store.view().pool()).hasSize(2);
    }

    @Test
    void whoHasJustStartedHasNoVoteForTheTimeOfALease() throws Exception {
        Peer a = peer("a");
        Peer b = peer("b");
        hall.pass(Peer.STALE.plus(SOON));
        LeaseId lease = join(a);
        b.store.close();
        hall.settle();
        peer("b");
        hall.pass(Peer.STALE.minus(SOON));
        assertThatThrownBy(() -> a.store.renew(lease)).isInstanceOf(IOException.class);
        hall.pass(SOON.multipliedBy(2));
        assertThat(join(a)).isNotEqualTo(lease);
    }

    private static Order add(String ip) {
        return new Order.Add(VirtualIp.parse(ip), "");
    }

    @Test
    void amongWhatSeveralWereToldOnlyThatOfMostCounts() {
        var most = new Term(5, 0, new Seat("most"));
        var few = new Term(7, 0, new Seat("few"));
        var quorum = Quorum.of(VOTERS);
        var inquiry = new Inquiry(NEW, ROLL, Peer.STALE, NOBODY, now(0));
        report(quorum, inquiry, "a", Optional.of(most), Duration.ZERO);
        report(quorum, inquiry, "b", Optional.of(few), Duration.ZERO);
        assertThat(quorum.basis(inquiry, now(1))).isEmpty();
        report(quorum, inquiry, "c", Optional.of(most), Duration.ofSeconds(3));
        assertThat(quorum.basis(inquiry, now(2))).isEmpty();
        assertThat(quorum.basis(inquiry, now(3)).orElseThrow().reports())
                .extracting(Note.Report::of)
                .containsExactlyInAnyOrder(Optional.of(most), Optional.of(most), Optional.empty());
    }

    @Test
    void whereNobodyKnowsBestALeaseIsWaitedForAndMarksAreForgotten() {
        var quorum = Quorum.of(VOTERS);
        var inquiry = new Inquiry(NEW, ROLL, Peer.STALE, NOBODY, now(0));
        report(quorum, inquiry, "a", Optional.of(new Term(5, 0, new Seat("x"))), Duration.ZERO);
        report(quorum, inquiry, "b", Optional.of(new Term(7, 0, new Seat("y"))), Duration.ZERO);
        assertThat(quorum.basis(inquiry, Peer.STALE.minusMillis(1))).isEmpty();
        Basis basis = quorum.basis(inquiry, Peer.STALE).orElseThrow();
        assertThat(basis.counted()).isEmpty();
        assertThat(basis.reports())
                .allSatisfy(report -> assertThat(report.picture().keys()).isEmpty());
    }

    private static final Outbox NOBODY = new Outbox() {
        @Override
        public void send(Seat to, Note note) {}

        @Override
        public void broadcast(Note note) {}
    };

    private static Duration now(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void report(Quorum quorum, Inquiry inquiry, String name, Optional<Term> of, Duration forgets) {
        var voter = new Voter(new NodeName(name), forgets);
        var mark = new Stored("marks/1", name, 3, Optional.of(new LeaseId(1)));
        var picture = new Picture(3, 1, List.of(mark));
        var seat = new Seat(name);
        quorum.reported(seat, voter);
        inquiry.reported(
                seat,
                new Note.Report(NEW, of, picture, Optional.empty(), Duration.ZERO, POOL, Optional.of(voter)),
                now(0));
    }
}
