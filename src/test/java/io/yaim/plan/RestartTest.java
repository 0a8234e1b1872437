package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.FORMER_INCARNATION;
import static io.yaim.plan.ObservationBuilder.FORMER_LEASE;
import static io.yaim.plan.ObservationBuilder.ME;
import static io.yaim.plan.ObservationBuilder.NOW;
import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.leaseOf;
import static io.yaim.plan.ObservationBuilder.nodes;
import static io.yaim.plan.ObservationBuilder.ours;
import static io.yaim.plan.ObservationBuilder.self;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Restart without a move: what a node leaves bound when it stops, and what its next life does with it.
class RestartTest {

    private static final Mark KEPT = new Mark(ip(1), ME, Optional.of(FORMER_LEASE), 301);

    @Test
    void partsByRefreshingWhatIsSurelyItsOwnAndDroppingTheRest() {
        Mark released = ObservationBuilder.mark("a", 2);
        ObservationBuilder observationBuilder =
                nodes("a").pool(1, 2, 3).held(1, 2).releasing(released).bound(3, 4);
        assertThat(Planner.planRestart(observationBuilder.observation()))
                .containsExactly(
                        new Action.Drop(List.of(ours(2), ours(3), ours(4)), "not retained"),
                        new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void partsWithNothingWhenItMayNotHold() {
        assertThat(Planner.planRestart(
                        nodes("a").pool(1).held(1).unhealthy("down").observation()))
                .isEmpty();
        assertThat(Planner.planRestart(nodes("a").pool(1).held(1).withoutView().observation()))
                .isEmpty();
        assertThat(Planner.planRestart(nodes("a")
                        .pool(1)
                        .held(1)
                        .keepAliveSent(Duration.ofMillis(8750))
                        .observation()))
                .isEmpty();
        assertThat(Planner.planRestart(
                        nodes("a").pool(1).held(1).member(formerMember()).observation()))
                .isEmpty();
        assertThat(Planner.planRestart(nodes("a").pool(1).marked("a", 1).observation()))
                .isEmpty();
    }

    @Test
    void joinsWithoutDroppingWhatItsFormerLifeKept() {
        ObservationBuilder observationBuilder =
                nodes().withoutLease().pool(1, 2).inherited(1);
        assertThat(observationBuilder.plan()).containsExactly(new Action.ObtainLease());
        assertThat(observationBuilder.bound(2).plan())
                .containsExactly(new Action.Drop(List.of(ours(2)), "the proof of ownership has ended"));
    }

    @Test
    void dropsWhatWasKeptOnceTheFormerProofHasEnded() {
        ObservationBuilder observationBuilder =
                nodes().withoutLease().pool(1).inherited(1).previousTenancy(former(NOW, 1));
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void dropsWhatWasKeptWhenItsNewLeaseCouldEndBeforeTheFormerProof() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).inherited(1).previousTenancy(former(NOW.plusSeconds(20), 1));
        assertThat(observationBuilder.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        assertThat(observationBuilder.withoutView().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void dropsWhatWasKeptWhenItIsToldToStopBeforeItIsItsOwn() {
        assertThat(nodes().withoutLease().pool(1).inherited(1).leaving().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "leaving"));
    }

    @Test
    void doesNotTakeItsFormerMemberKeyForANamesakes() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).inherited(1).member(formerMember()).gone("a");
        Observation seen = observationBuilder.observation();
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(List.of(
                        new StoreChange.ReplaceMember(NodeRegistration.member(seen, Optional.empty()), formerMember()),
                        new StoreChange.PutNode(
                                NodeRegistration.node(seen, seen.view().orElseThrow())))));
    }

    @Test
    void takesAMemberKeyOfAnotherLeaseForANamesakes() {
        Member other = new Member(ME, FORMER_INCARNATION, leaseOf("b"), Member.State.HEALTHY, "", "", "", false, 5);
        assertThat(nodes("a").pool(1).inherited(1).member(other).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "another a is in the store"));
    }

    @Test
    void writesTheMarksAnewAndLeavesTheAddressesAsTheyAre() {
        assertThat(nodes("a").pool(1).inherited(1).plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Retake(KEPT))));
    }

    @Test
    void takesBackAllThatItKeptThoughOthersWouldGetSomeOfItAsFreeEntries() {
        List<Action> plan =
                nodes("a", "b").pool(1, 2, 3, 4, 5).inherited(1, 2, 3, 4, 5).plan();
        assertThat(plan).hasSize(1);
        assertThat(((Action.Commit) plan.getFirst()).changes())
                .hasSize(5)
                .allMatch(storeChange -> storeChange instanceof StoreChange.Retake);
    }

    @Test
    void claimsNoMoreThanItsShareWithWhatItKept() {
        List<Action> plan = nodes("a", "b").pool(1, 2, 3, 4).inherited(1, 2).plan();
        assertThat(((Action.Commit) plan.getFirst()).changes())
                .noneMatch(storeChange -> storeChange instanceof StoreChange.Claim);
    }

    @Test
    void refreshesWhatItKeptOnlyAfterAViewHasShownItsMarkOnTheNewLease() {
        ObservationBuilder waiting =
                nodes("a").pool(1).inherited(1).withoutView().refreshedFor(Duration.ofMillis(1500));
        assertThat(waiting.plan()).isEmpty();
        ObservationBuilder confirmed = nodes("a")
                .pool(1)
                .inherited(1)
                .marked("a", 1)
                .previousTenancy(former(NOW.plusSeconds(5)))
                .refreshedFor(Duration.ofMillis(1500));
        assertThat(confirmed.plan()).containsExactly(new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void dropsAtOnceWhatItKeptIfItMayNotHaveItNow() {
        assertThat(nodes("a", "b").pool(1).inherited(1).marked("b", 1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        assertThat(nodes("a").inherited(1).plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        assertThat(nodes("a").pool(1).inherited(1).unhealthy("down").plan())
                .startsWith(new Action.Drop(List.of(ours(1)), "down"));
        assertThat(nodes("a", "b")
                        .pool(1)
                        .inherited(1)
                        .wish(new Wish.Drain(new NodeName("a")))
                        .plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
    }

    private static Member formerMember() {
        return new Member(ME, FORMER_INCARNATION, FORMER_LEASE, Member.State.HEALTHY, "", "", "", false, 5);
    }

    private static PreviousTenancy former(Duration proofEnds, int... kept) {
        var ips = new TreeSet<VirtualIp>();
        for (int last : kept) {
            ips.add(ip(last));
        }
        return new PreviousTenancy(FORMER_INCARNATION, FORMER_LEASE, ips, proofEnds);
    }

    private static Entry plain(int last) {
        return Entry.plain(ip(last), "ips/10.0.0." + last);
    }
}
