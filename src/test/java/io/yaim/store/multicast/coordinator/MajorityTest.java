package io.yaim.store.multicast.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.AdminRequest;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.RawKey;
import io.yaim.store.multicast.MemoryGroup;
import io.yaim.store.multicast.MemoryGroupMember;
import io.yaim.store.multicast.MulticastPoolAdmin;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
import io.yaim.store.multicast.protocol.Voter;
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
    private static final VersionedPool POOL =
            new VersionedPool(1, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "")));

    private static final Term NEW = new Term(9, 0, new MemberId("new"));
    private static final MembershipView ROLL =
            new MembershipView(9, true, List.of(new MemberId("a"), new MemberId("b"), new MemberId("c")));

    private final MemoryGroup memoryGroup = new MemoryGroup();
    private final List<MemoryGroupMember> peers = new ArrayList<>();

    private MemoryGroupMember peer(String name) {
        var memoryGroupMember = new MemoryGroupMember(memoryGroup, POOL, () -> {}, new NodeName(name), VOTERS);
        peers.add(memoryGroupMember);
        return memoryGroupMember;
    }

    private LeaseId join(MemoryGroupMember memoryGroupMember) throws IOException {
        return memoryGroupMember.store.obtainLease(MemoryGroupMember.TTL).id();
    }

    @Test
    void nothingIsGrantedUntilMostAreThereAndNobodyCanHoldWhatTheyHaveForgotten() throws Exception {
        MemoryGroupMember a = peer("a");
        memoryGroup.pass(MemoryGroupMember.TTL.multipliedBy(3));
        assertThatThrownBy(() -> join(a))
                .isInstanceOf(IOException.class)
                .hasMessage("join: quorum: of [a, b, c] only [a] are together here, no majority");
        MemoryGroupMember b = peer("b");
        memoryGroup.pass(MemoryGroupMember.TTL.minus(SOON));
        assertThatThrownBy(() -> join(b))
                .isInstanceOf(IOException.class)
                .hasMessage("join: quorum: of [a, b, c] only [a] count yet, the others a lease after they came");
        memoryGroup.pass(SOON.multipliedBy(2));
        assertThat(join(b)).isNotEqualTo(join(a));
    }

    @Test
    void whoHasNoVoteMakesNoMajority() {
        MemoryGroupMember a = peer("a");
        peer("d");
        peer("e");
        memoryGroup.pass(MemoryGroupMember.TTL.multipliedBy(3));
        assertThatThrownBy(() -> join(a)).hasMessageContaining("only [a]");
    }

    @Test
    void aPartWithoutMostVotersRenewsNothingAndTheOtherGoesOn() throws Exception {
        MemoryGroupMember a = peer("a");
        MemoryGroupMember b = peer("b");
        MemoryGroupMember c = peer("c");
        memoryGroup.pass(MemoryGroupMember.TTL.plus(SOON));
        LeaseId alone = join(a);
        LeaseId other = join(b);
        a.channel.move(1);
        memoryGroup.tellViews(false);
        memoryGroup.pass(SOON);
        assertThatThrownBy(() -> a.store.renew(alone)).hasMessageContaining("no majority");
        assertThat(b.store.renew(other)).isEqualTo(MemoryGroupMember.TTL);
        assertThat(c.store.view())
                .extracting(View::pool)
                .isEqualTo(b.store.view().pool());
    }

    /// It does not know yet that the others have another one: nothing told it that they are gone.
    @Test
    void aFormerCoordinatorRenewsNotEvenItsOwnLease() throws Exception {
        MemoryGroupMember a = peer("a");
        MemoryGroupMember b = peer("b");
        peer("c");
        memoryGroup.pass(MemoryGroupMember.TTL.plus(SOON));
        LeaseId own = join(a);
        assertThat(a.store.renew(own)).isEqualTo(MemoryGroupMember.TTL);
        a.channel.move(1);
        memoryGroup.pass(SOON);
        assertThatThrownBy(() -> a.store.renew(own)).hasMessage("renew: no answer in time");
        assertThat(b.store.view()).isNotNull();
    }

    @Test
    void oneWhoDoesNotConfirmHoldsNobodyUp() throws Exception {
        MemoryGroupMember a = peer("a");
        MemoryGroupMember b = peer("b");
        MemoryGroupMember c = peer("c");
        memoryGroup.pass(MemoryGroupMember.TTL.plus(SOON));
        c.channel.move(1); // and nobody has found out
        LeaseId lease = join(b);
        assertThat(a.store.renew(lease)).isEqualTo(MemoryGroupMember.TTL);
        assertThat(new MulticastPoolAdmin(b.store, MemoryGroupMember.KEYS).apply(add("10.0.0.6")))
                .isTrue();
        assertThat(a.store.view().pool()).hasSize(2);
    }

    @Test
    void whoHasJustStartedHasNoVoteForTheTimeOfALease() throws Exception {
        MemoryGroupMember a = peer("a");
        MemoryGroupMember b = peer("b");
        memoryGroup.pass(MemoryGroupMember.TTL.plus(SOON));
        LeaseId lease = join(a);
        b.store.close();
        memoryGroup.settle();
        peer("b");
        memoryGroup.pass(MemoryGroupMember.TTL.minus(SOON));
        assertThatThrownBy(() -> a.store.renew(lease)).isInstanceOf(IOException.class);
        memoryGroup.pass(SOON.multipliedBy(2));
        assertThat(join(a)).isNotEqualTo(lease);
    }

    private static AdminRequest add(String ip) {
        return new AdminRequest.AddEntry(VirtualIp.parse(ip), "");
    }

    @Test
    void amongWhatSeveralWereToldOnlyThatOfMostCounts() {
        var most = new Term(5, 0, new MemberId("most"));
        var few = new Term(7, 0, new MemberId("few"));
        var quorum = Quorum.of(VOTERS);
        var stateCollection = new StateCollection(NEW, ROLL, MemoryGroupMember.TTL, NOBODY, now(0));
        report(quorum, stateCollection, "a", Optional.of(most), Duration.ZERO);
        report(quorum, stateCollection, "b", Optional.of(few), Duration.ZERO);
        assertThat(quorum.recover(stateCollection, now(1))).isEmpty();
        report(quorum, stateCollection, "c", Optional.of(most), Duration.ofSeconds(3));
        assertThat(quorum.recover(stateCollection, now(2))).isEmpty();
        assertThat(quorum.recover(stateCollection, now(3)).orElseThrow().reports())
                .extracting(GroupMessage.Report::stateTerm)
                .containsExactlyInAnyOrder(Optional.of(most), Optional.of(most), Optional.empty());
    }

    @Test
    void whereNobodyKnowsBestALeaseIsWaitedForAndMarksAreForgotten() {
        var quorum = Quorum.of(VOTERS);
        var stateCollection = new StateCollection(NEW, ROLL, MemoryGroupMember.TTL, NOBODY, now(0));
        report(quorum, stateCollection, "a", Optional.of(new Term(5, 0, new MemberId("x"))), Duration.ZERO);
        report(quorum, stateCollection, "b", Optional.of(new Term(7, 0, new MemberId("y"))), Duration.ZERO);
        assertThat(quorum.recover(stateCollection, MemoryGroupMember.TTL.minusMillis(1)))
                .isEmpty();
        RecoveredState recoveredState =
                quorum.recover(stateCollection, MemoryGroupMember.TTL).orElseThrow();
        assertThat(recoveredState.countedFromStart()).isEmpty();
        assertThat(recoveredState.reports())
                .allSatisfy(report -> assertThat(report.snapshot().keys()).isEmpty());
    }

    private static final Outbox NOBODY = new Outbox() {
        @Override
        public void send(MemberId to, GroupMessage groupMessage) {}

        @Override
        public void broadcast(GroupMessage groupMessage) {}
    };

    private static Duration now(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void report(
            Quorum quorum, StateCollection stateCollection, String name, Optional<Term> of, Duration forgets) {
        var voter = new Voter(new NodeName(name), forgets);
        var mark = new RawKey("marks/1", name, 3, Optional.of(new LeaseId("1")));
        var rawSnapshot = new RawSnapshot(3, 1, List.of(mark));
        var memberId = new MemberId(name);
        quorum.voterReported(memberId, voter);
        stateCollection.addReport(
                memberId,
                new GroupMessage.Report(
                        NEW, of, rawSnapshot, Optional.empty(), Duration.ZERO, POOL, Optional.of(voter)),
                now(0));
    }
}
