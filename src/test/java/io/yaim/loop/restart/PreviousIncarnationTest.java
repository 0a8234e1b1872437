package io.yaim.loop.restart;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PreviousIncarnationTest {

    private static final NodeName ME = new NodeName("a");
    private static final LeaseId OLD = new LeaseId("1");
    private static final LeaseId NEW = new LeaseId("2");
    private static final Optional<Lease> LEASE = lease(NEW);
    private static final PreviousTenancy FORMER = new PreviousTenancy(
            Incarnation.of(1), OLD, new TreeSet<>(List.of(ip(1), ip(2), ip(3))), Duration.ofSeconds(9));

    private final PreviousIncarnation life = new PreviousIncarnation(ME, Optional.of(FORMER));

    @Test
    void keepsAllWhileThereIsNoLeaseAndNoView() {
        assertThat(life.remainingUnder(Optional.empty())).contains(FORMER);
        assertThat(life.remainingUnder(LEASE)).contains(FORMER);
    }

    @Test
    void strikesOutWhatHangsOnTheFormerLeaseNoMore() {
        View view = view(mark(1, "a", OLD), mark(2, "a", NEW), mark(3, "b", OLD));
        assertThat(life.updateFrom(view)).isTrue();
        assertThat(life.updateFrom(view)).isFalse();
        assertThat(life.remainingUnder(LEASE)).contains(FORMER.retainingOnly(Set.of(ip(1))));
    }

    @Test
    void keepsNothingOnceTheLeaseIsLostThatMarksMayHangOn() {
        assertThat(life.remainingUnder(LEASE)).contains(FORMER);
        assertThat(life.remainingUnder(Optional.empty())).contains(FORMER.retainingOnly(Set.of()));
    }

    @Test
    void keepsNothingUnderASecondLease() {
        assertThat(life.remainingUnder(LEASE)).contains(FORMER);
        assertThat(life.remainingUnder(lease(new LeaseId("3")))).contains(FORMER.retainingOnly(Set.of()));
    }

    @Test
    void endsTheFormerLeaseOnlyWhenNothingHangsOnIt() {
        assertThat(life.endableLease(view(mark(9, "a", OLD)))).isEmpty();
        View withMember = view();
        var members = new TreeMap<NodeName, Member>();
        members.put(ME, new Member(ME, Incarnation.of(1), OLD, Member.State.HEALTHY, "", "", "", false, 3));
        assertThat(life.endableLease(ViewBuilder.at(9)
                        .pool(withMember.pool())
                        .marks(withMember.marks())
                        .nodes(withMember.nodes())
                        .members(members)
                        .build()))
                .isEmpty();
        assertThat(life.endableLease(view(mark(1, "a", NEW)))).contains(OLD);
        life.noteLeaseEnded();
        assertThat(life.endableLease(view())).isEmpty();
    }

    private static Optional<Lease> lease(LeaseId id) {
        return Optional.of(new Lease(id, Duration.ofSeconds(9), Duration.ZERO));
    }

    private static Mark mark(int last, String owner, LeaseId lease) {
        return new Mark(ip(last), new NodeName(owner), Optional.of(lease), 5);
    }

    private static View view(Mark... marks) {
        var byIp = new TreeMap<VirtualIp, Mark>();
        for (Mark mark : marks) {
            byIp.put(mark.ip(), mark);
        }
        return ViewBuilder.at(9).marks(byIp).build();
    }
}
