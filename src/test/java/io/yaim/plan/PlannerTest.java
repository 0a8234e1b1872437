package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ME;
import static io.yaim.plan.ObservationBuilder.NOW;
import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.leaseOf;
import static io.yaim.plan.ObservationBuilder.mark;
import static io.yaim.plan.ObservationBuilder.nodes;
import static io.yaim.plan.ObservationBuilder.ours;
import static io.yaim.plan.ObservationBuilder.self;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void doesNothingWhenAllIsWell() {
        assertThat(nodes("a", "b").pool(1, 2).held(1).marked("b", 2).plan()).isEmpty();
    }

    @Test
    void joinsWhenNothingIsBoundAndThereIsNoLease() {
        assertThat(nodes().withoutLease().plan()).containsExactly(new Action.ObtainLease());
    }

    @Test
    void dropsEverythingBeforeItJoins() {
        assertThat(nodes("a").withoutLease().pool(1).bound(1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void dropsEverythingBeforeTheProofEndsEvenWithoutAView() {
        ObservationBuilder observationBuilder = nodes("a")
                .pool(1)
                .held(1)
                .keepAliveSent(Duration.ofMillis(8_750))
                .withoutView();
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void waitsForAKeepAliveBetweenFenceAndTheEndOfTheProof() {
        assertThat(nodes("a")
                        .pool(1)
                        .marked("a", 1)
                        .keepAliveSent(Duration.ofMillis(8_750))
                        .plan())
                .isEmpty();
    }

    @Test
    void refreshesWhatIsBoundWhenTheStoreCannotBeReadButTheLeaseIsRenewed() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).held(1).withoutView().refreshedFor(Duration.ofMillis(1500));
        assertThat(observationBuilder.plan()).containsExactly(new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void saysWhatItIsBeforeItClaims() {
        ObservationBuilder observationBuilder = nodes("b").pool(1);
        Observation seen = observationBuilder.observation();
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(List.of(
                        new StoreChange.PutMember(NodeRegistration.member(seen, Optional.empty())),
                        new StoreChange.PutNode(
                                NodeRegistration.node(seen, seen.view().orElseThrow())))));
    }

    @Test
    void saysSoWhenItCoordinatesAndWhenItDoesNotAnyMore() {
        ObservationBuilder observationBuilder = nodes("a", "b").published();
        Member common = member(Member.State.HEALTHY, "");
        var coordinator = new Member(
                ME, ObservationBuilder.incarnationOf("a"), leaseOf("a"), Member.State.HEALTHY, "", "", "", true, 0);
        assertThat(observationBuilder.member(coordinator).plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.PutMember(common))));
        assertThat(observationBuilder.member(common).coordinating().plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.PutMember(coordinator))));
        assertThat(observationBuilder.member(coordinator).plan()).isEmpty();
    }

    @Test
    void claimsEveryFreeEntryOfItsShareAtOnce() {
        ObservationBuilder observationBuilder = nodes("a").pool(1, 2, 3);
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(Stream.of(1, 2, 3)
                        .<StoreChange>map(last -> new StoreChange.Claim(plain(last), observationBuilder.node("a")))
                        .toList()));
    }

    @Test
    void claimsWhatIsLostEvenWhileMembershipChanges() {
        ObservationBuilder observationBuilder = nodes("a").pool(1).membershipChanged(Duration.ZERO);
        assertThat(observationBuilder.plan())
                .containsExactly(
                        new Action.Commit(List.of(new StoreChange.Claim(plain(1), observationBuilder.node("a")))));
    }

    @Test
    void bindsWhatIsMarkedItsOwn() {
        assertThat(nodes("a").pool(1).marked("a", 1).plan())
                .containsExactly(new Action.Bind(List.of(self().binding(plain(1)))));
    }

    @Test
    void probesWhatIsUnclearInsteadOfBindingIt() {
        assertThat(nodes("a")
                        .pool(1, 2)
                        .marked("a", 1, 2)
                        .possiblyBoundElsewhere(1)
                        .dueForProbe(1)
                        .plan())
                .containsExactly(
                        new Action.Bind(List.of(self().binding(plain(2)))),
                        new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void waitsForAnswersToItsProbes() {
        assertThat(nodes("a").pool(1).marked("a", 1).possiblyBoundElsewhere(1).plan())
                .isEmpty();
    }

    @Test
    void claimsWhatIsUnclearAtOnceAndProbesNothingThatIsNotItsOwn() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).possiblyBoundElsewhere(1).dueForProbe(1);
        assertThat(observationBuilder.plan())
                .containsExactly(
                        new Action.Commit(List.of(new StoreChange.Claim(plain(1), observationBuilder.node("a")))));
    }

    @Test
    void probesWhatIsNewBeforeItClaimsIt() {
        assertThat(nodes("a").pool(1, 2).newEntries(1, 2).dueForProbe(1).plan())
                .containsExactly(new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void reportsWhatAnotherHostHasAndGoesOnProbingIt() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).occupied(1).dueForProbe(1).published();
        assertThat(observationBuilder.node("a").unbindable())
                .containsExactly(Map.entry(ip(1), "in use by 00:00:00:00:00:07 on eth0"));
        assertThat(observationBuilder.plan())
                .as("no claim")
                .containsExactly(new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void handsNobodyWhatIsUnclear() {
        assertThat(nodes("a", "b")
                        .pool(1, 2)
                        .marked("a", 1, 2)
                        .possiblyBoundElsewhere(1, 2)
                        .plan())
                .isEmpty();
        assertThat(nodes("a", "b")
                        .pool(1)
                        .marked("a", 1)
                        .possiblyBoundElsewhere(1)
                        .wish(new Wish.Drain(ME))
                        .plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Unmark(mark("a", 1)))));
        assertThat(changes(nodes("a", "b")
                        .pool(1)
                        .marked("a", 1)
                        .possiblyBoundElsewhere(1)
                        .unhealthy("api: down")))
                .contains(new StoreChange.Unmark(mark("a", 1)));
    }

    @Test
    void keepsAndAsksForWhatSomebodyElseUses() {
        assertThat(nodes("a").pool(1).held(1).conflict(1).dueForProbe(1).plan())
                .containsExactly(new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void dropsWhatSomebodyElseUsesOnceNothingProvesThatItIsItsOwn() {
        assertThat(nodes("a")
                        .withoutLease()
                        .pool(1)
                        .bound(1)
                        .conflict(1)
                        .dueForProbe(1)
                        .plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    private static List<StoreChange> changes(ObservationBuilder observationBuilder) {
        return observationBuilder.plan().stream()
                .flatMap(action -> action instanceof Action.Commit(var changes) ? changes.stream() : Stream.of())
                .toList();
    }

    @Test
    void dropsWhatIsMarkedAnothers() {
        assertThat(nodes("a", "b").pool(1).marked("b", 1).bound(1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
    }

    @Test
    void dropsWhatBearsItsNameButNotItsLease() {
        Mark former = new Mark(ip(1), ME, Optional.of(new LeaseId("7")), 5);
        assertThat(nodes("a").pool(1).mark(former).bound(1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
    }

    @Test
    void retakesWhatBearsItsNameButNotItsLease() {
        Mark former = new Mark(ip(1), ME, Optional.of(new LeaseId("7")), 5);
        assertThat(nodes("a").pool(1).mark(former).plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Retake(former))));
    }

    @Test
    void leavesAnothersMarkAloneEvenWhenItsNodeIsGone() {
        assertThat(nodes("a", "b").pool(1).marked("b", 1).gone("b").plan()).isEmpty();
    }

    @Test
    void deletesAMarkWithoutLeaseOnlyWhenItIsStray() {
        Mark byHand = new Mark(ip(1), new NodeName("z"), Optional.empty(), 5);
        assertThat(nodes("a").pool(1).mark(byHand).plan()).isEmpty();
        assertThat(nodes("a").pool(1).mark(byHand).abandoned(1).plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Unmark(byHand))));
    }

    @Test
    void dropsThenUnmarksWhatLeftThePool() {
        assertThat(nodes("a").held(1).plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        assertThat(nodes("a").marked("a", 1).plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Unmark(mark("a", 1)))));
    }

    @Test
    void dropsThenHandsOverWhatExceedsItsShare() {
        List<BoundAddress> moving = nodes("a", "b").pool(1, 2).held(1, 2).plan().stream()
                .flatMap(action -> ((Action.Drop) action).addresses().stream())
                .toList();
        assertThat(moving).hasSize(1);
        int last = moving.getFirst().ip().equals(ip(1)) ? 1 : 2;
        ObservationBuilder dropped =
                nodes("a", "b").pool(1, 2).marked("a", 1, 2).bound(3 - last);
        assertThat(dropped.plan())
                .containsExactly(
                        new Action.Commit(List.of(new StoreChange.HandOver(mark("a", last), dropped.node("b")))));
    }

    @Test
    void movesNothingForBalanceUntilMembershipIsQuiet() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").pool(1, 2).held(1, 2).membershipChanged(Duration.ofMillis(900));
        assertThat(observationBuilder.plan()).isEmpty();
    }

    @Test
    void movesNothingForBalanceWhilePaused() {
        assertThat(nodes("a", "b").pool(1, 2).held(1, 2).wish(new Wish.Pause()).plan())
                .isEmpty();
    }

    @Test
    void movesOnlyWhatIsPinnedWhilePaused() {
        ObservationBuilder paused =
                nodes("a", "b").pool(1, 2, 3, 4).held(1, 2, 3, 4).wish(new Wish.Pause());
        assertThat(paused.wish(pinToB(2)).plan()).containsExactly(new Action.Drop(List.of(ours(2)), "moving"));
    }

    @Test
    void movesTheWholeGroupOfWhatIsPinnedWhilePaused() {
        ObservationBuilder paused = nodes("a", "b")
                .pool(1)
                .entry(grouped(2))
                .entry(grouped(3))
                .held(1, 2, 3)
                .wish(new Wish.Pause());
        assertThat(paused.wish(pinToB(2)).plan()).containsExactly(new Action.Drop(List.of(ours(2), ours(3)), "moving"));
    }

    @Test
    void givesEverythingAwayWhenDrained() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").pool(1).marked("a", 1).wish(new Wish.Drain(ME)).membershipChanged(Duration.ZERO);
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(
                        List.of(new StoreChange.HandOver(mark("a", 1), observationBuilder.node("b")))));
    }

    @Test
    void retakesBeforeItBindsAgainWhatALateUnmarkCouldStillTakeAway() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).marked("a", 1).releasing(mark("a", 1));
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Retake(mark("a", 1)))));
    }

    @Test
    void dropsThenPassesEverythingOnWhenUnhealthy() {
        ObservationBuilder bound = nodes("a", "b").pool(1).held(1).unhealthy("api: down");
        assertThat(bound.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "api: down"));

        ObservationBuilder dropped = nodes("a", "b").pool(1).marked("a", 1).unhealthy("api: down");
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(List.of(
                        new StoreChange.PutMember(member(Member.State.UNHEALTHY, "api: down")),
                        new StoreChange.DeleteNode(dropped.node("a")),
                        new StoreChange.HandOver(mark("a", 1), dropped.node("b")))));
    }

    @Test
    void passesOnWhatIsDroppedWhileTheKernelKeepsTheRestWhenUnhealthy() {
        ObservationBuilder stuck = nodes("a", "b")
                .pool(1, 2)
                .held(1)
                .marked("a", 2)
                .gone("a")
                .unhealthy("x")
                .member(member(Member.State.UNHEALTHY, "x"));
        assertThat(stuck.plan())
                .containsExactly(
                        new Action.Drop(List.of(ours(1)), "x"),
                        new Action.Commit(List.of(new StoreChange.HandOver(mark("a", 2), stuck.node("b")))));
    }

    @Test
    void unmarksWhenUnhealthyAndNobodyElseIsThere() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).marked("a", 1).gone("a").unhealthy("x").member(member(Member.State.UNHEALTHY, "x"));
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.Unmark(mark("a", 1)))));
    }

    @Test
    void countsALinkThatIsDownAsUnhealthy() {
        assertThat(nodes("a").pool(1).held(1).linkDown().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "interface eth0 is down"));
    }

    @Test
    void tellsTheOthersThatItIsOnProbationBeforeItClaims() {
        ObservationBuilder recovered = nodes("a", "b").pool(1, 2).onProbation();
        Observation seen = recovered.observation();
        assertThat(recovered.plan())
                .containsExactly(new Action.Commit(List.of(
                        new StoreChange.PutMember(NodeRegistration.member(seen, Optional.empty())),
                        new StoreChange.PutNode(
                                NodeRegistration.node(seen, seen.view().orElseThrow())))));
        assertThat(NodeRegistration.node(seen, seen.view().orElseThrow()).onProbation())
                .containsExactly(Node.OWN_INTERFACE, "eth0");
    }

    @Test
    void claimsNothingOnProbationThatAnotherNodeCanTake() {
        assertThat(nodes("a", "b").pool(1, 2).onProbation().published().plan())
                .noneMatch(Action.Probe.class::isInstance)
                .noneMatch(action -> action.toString().contains("Claim"));
    }

    @Test
    void claimsOnProbationWhatNoOtherNodeCanTake() {
        ObservationBuilder alone = nodes("a").pool(1).onProbation().published();
        assertThat(alone.plan().toString()).contains("Claim");
    }

    @Test
    void keepsOnProbationWhatItOwns() {
        ObservationBuilder owning =
                nodes("a", "b").pool(1, 2).held(1).held(2).onProbation().published();
        assertThat(owning.plan()).noneMatch(Action.Drop.class::isInstance);
    }

    @Test
    void leavesOnlyAfterEverythingIsDroppedAndPassedOn() {
        assertThat(nodes("a").pool(1).held(1).leaving().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "leaving"));
        assertThat(nodes("a").pool(1).marked("a", 1).leaving().plan()).hasOnlyElementsOfType(Action.Commit.class);
        ObservationBuilder done =
                nodes("a").pool(1).gone("a").leaving().member(member(Member.State.LEAVING, "leaving"));
        assertThat(done.plan()).containsExactly(new Action.ReleaseLease());
    }

    @Test
    void holdsNothingWhileItsNameBelongsToAnotherIncarnation() {
        Member namesake =
                new Member(ME, Incarnation.of(99), new LeaseId("99"), Member.State.HEALTHY, "", "", "", false, 5);
        assertThat(nodes("a").pool(1).member(namesake).plan()).isEmpty();
        assertThat(nodes("a").pool(1).bound(1).member(namesake).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "another a is in the store"));
    }

    @Test
    void refreshesEverythingAfterACountedKeepAlive() {
        assertThat(nodes("a")
                        .pool(1)
                        .held(1)
                        .refreshedFor(Duration.ofMillis(1500))
                        .plan())
                .containsExactly(new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void shortensALifetimeThatOutlastsTheProof() {
        var endless = new BoundAddress(ip(1), "eth0", 32, Optional.empty(), true, BoundAddress.FOREVER);
        assertThat(nodes("a").pool(1).marked("a", 1).address(endless).plan())
                .containsExactly(new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void dropsWhatIsBoundInTheWrongPlaceBeforeItBindsInTheRightOne() {
        var astray = new BoundAddress(ip(1), "eth1", 32, Optional.empty(), true, 7);
        assertThat(nodes("a").pool(1).marked("a", 1).address(astray).plan())
                .containsExactly(
                        new Action.Drop(List.of(astray), "not owned"),
                        new Action.Bind(List.of(self().binding(plain(1)))));
    }

    @Test
    void bindsAnewWhatBearsAnotherLabel() {
        var labelled = new BoundAddress(ip(1), "eth0", 32, Optional.of("eth0:old"), true, 7);
        assertThat(nodes("a").pool(1).marked("a", 1).address(labelled).plan())
                .containsExactly(
                        new Action.Drop(List.of(labelled), "not owned"),
                        new Action.Bind(List.of(self().binding(plain(1)))));
    }

    @Test
    void announcesAgainOnlyWhatItHolds() {
        assertThat(nodes("a").pool(1).held(1).announceable(1).plan())
                .containsExactly(new Action.Announce(List.of(self().binding(plain(1)))));
        assertThat(nodes("a", "b").pool(1).marked("b", 1).announceable(1).plan())
                .isEmpty();
    }

    @Test
    void tellsTheOthersWhatItCannotBind() {
        var foreign = new BoundAddress(ip(1), "eth0", 24, Optional.empty(), false, BoundAddress.FOREVER);
        Observation seen = nodes("a")
                .pool(1, 2)
                .address(foreign)
                .refusing(2, "no such device")
                .observation();
        assertThat(NodeRegistration.node(seen, seen.view().orElseThrow()).unbindable())
                .containsExactly(
                        Map.entry(ip(1), "already on eth0, and not by yaim"), Map.entry(ip(2), "no such device"));
    }

    @Test
    void neverTouchesAddressesThatAreNotItsOwn() {
        var foreign = new BoundAddress(ip(9), "eth0", 24, Optional.empty(), false, BoundAddress.FOREVER);
        assertThat(nodes("a").address(foreign).withoutLease().plan()).containsExactly(new Action.ObtainLease());
        assertThat(nodes("a").address(foreign).unhealthy("x").plan())
                .noneMatch(action -> action instanceof Action.Drop);
    }

    @Test
    void countsTheLeaseFromItsSending() {
        assertThat(nodes("a").observation().lease().orElseThrow().proof().endsAt())
                .isEqualTo(NOW.minusMillis(500).plusSeconds(9).minusMillis(100));
    }

    private static Member member(Member.State state, String reason) {
        return new Member(ME, ObservationBuilder.incarnationOf("a"), leaseOf("a"), state, reason, "", "", false, 0);
    }

    private static Entry plain(int last) {
        return Entry.plain(ip(last), "ips/10.0.0." + last);
    }

    private static Entry grouped(int last) {
        return EntryBuilder.like(plain(last)).group(Optional.of("g")).build();
    }

    private static Wish pinToB(int last) {
        return new Wish.Pin(ip(last), new NodeName("b"));
    }
}
