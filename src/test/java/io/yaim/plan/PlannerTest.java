package io.yaim.plan;

import static io.yaim.plan.Scene.ME;
import static io.yaim.plan.Scene.NOW;
import static io.yaim.plan.Scene.ip;
import static io.yaim.plan.Scene.leaseOf;
import static io.yaim.plan.Scene.mark;
import static io.yaim.plan.Scene.nodes;
import static io.yaim.plan.Scene.ours;
import static io.yaim.plan.Scene.self;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
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
        assertThat(nodes().withoutLease().plan()).containsExactly(new Action.Join());
    }

    @Test
    void dropsEverythingBeforeItJoins() {
        assertThat(nodes("a").withoutLease().pool(1).bound(1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void dropsEverythingBeforeTheProofEndsEvenWithoutAView() {
        Scene scene = nodes("a")
                .pool(1)
                .held(1)
                .keepAliveSent(Duration.ofMillis(8_750))
                .withoutView();
        assertThat(scene.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
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
        Scene scene = nodes("a").pool(1).held(1).withoutView().refreshedFor(Duration.ofMillis(1500));
        assertThat(scene.plan()).containsExactly(new Action.Refresh(List.of(self().binding(plain(1)))));
    }

    @Test
    void saysWhatItIsBeforeItClaims() {
        Scene scene = nodes("b").pool(1);
        Observation seen = scene.seen();
        assertThat(scene.plan())
                .containsExactly(new Action.Commit(List.of(
                        new Change.PutMember(Presence.member(seen, Optional.empty())),
                        new Change.PutNode(Presence.node(seen, seen.view().orElseThrow())))));
    }

    @Test
    void saysSoWhenItCoordinatesAndWhenItDoesNotAnyMore() {
        Scene scene = nodes("a", "b").published();
        Member common = member(Member.State.HEALTHY, "");
        var coordinator =
                new Member(ME, Scene.incarnationOf("a"), leaseOf("a"), Member.State.HEALTHY, "", "", "", true, 0);
        assertThat(scene.member(coordinator).plan())
                .containsExactly(new Action.Commit(List.of(new Change.PutMember(common))));
        assertThat(scene.member(common).coordinating().plan())
                .containsExactly(new Action.Commit(List.of(new Change.PutMember(coordinator))));
        assertThat(scene.member(coordinator).plan()).isEmpty();
    }

    @Test
    void claimsEveryFreeEntryOfItsShareAtOnce() {
        Scene scene = nodes("a").pool(1, 2, 3);
        assertThat(scene.plan())
                .containsExactly(new Action.Commit(Stream.of(1, 2, 3)
                        .<Change>map(last -> new Change.Claim(plain(last), scene.node("a")))
                        .toList()));
    }

    @Test
    void claimsWhatIsLostEvenWhileMembershipChanges() {
        Scene scene = nodes("a").pool(1).membershipChanged(Duration.ZERO);
        assertThat(scene.plan())
                .containsExactly(new Action.Commit(List.of(new Change.Claim(plain(1), scene.node("a")))));
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
                        .unclear(1)
                        .probeable(1)
                        .plan())
                .containsExactly(
                        new Action.Bind(List.of(self().binding(plain(2)))),
                        new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void waitsForAnswersToItsProbes() {
        assertThat(nodes("a").pool(1).marked("a", 1).unclear(1).plan()).isEmpty();
    }

    @Test
    void claimsWhatIsUnclearAtOnceAndProbesNothingThatIsNotItsOwn() {
        Scene scene = nodes("a").pool(1).unclear(1).probeable(1);
        assertThat(scene.plan())
                .containsExactly(new Action.Commit(List.of(new Change.Claim(plain(1), scene.node("a")))));
    }

    @Test
    void handsNobodyWhatIsUnclear() {
        assertThat(nodes("a", "b").pool(1, 2).marked("a", 1, 2).unclear(1, 2).plan())
                .isEmpty();
        assertThat(nodes("a", "b")
                        .pool(1)
                        .marked("a", 1)
                        .unclear(1)
                        .wish(new Wish.Drain(ME))
                        .plan())
                .containsExactly(new Action.Commit(List.of(new Change.Unmark(mark("a", 1)))));
        assertThat(changes(nodes("a", "b").pool(1).marked("a", 1).unclear(1).unhealthy("api: down")))
                .contains(new Change.Unmark(mark("a", 1)));
    }

    @Test
    void keepsAndAsksForWhatSomebodyElseUses() {
        assertThat(nodes("a").pool(1).held(1).contested(1).probeable(1).plan())
                .containsExactly(new Action.Probe(List.of(self().binding(plain(1)))));
    }

    @Test
    void dropsWhatSomebodyElseUsesOnceNothingProvesThatItIsItsOwn() {
        assertThat(nodes("a")
                        .withoutLease()
                        .pool(1)
                        .bound(1)
                        .contested(1)
                        .probeable(1)
                        .plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    private static List<Change> changes(Scene scene) {
        return scene.plan().stream()
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
        Mark former = new Mark(ip(1), ME, Optional.of(new LeaseId(7)), 5);
        assertThat(nodes("a").pool(1).mark(former).bound(1).plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
    }

    @Test
    void retakesWhatBearsItsNameButNotItsLease() {
        Mark former = new Mark(ip(1), ME, Optional.of(new LeaseId(7)), 5);
        assertThat(nodes("a").pool(1).mark(former).plan())
                .containsExactly(new Action.Commit(List.of(new Change.Retake(former))));
    }

    @Test
    void leavesAnothersMarkAloneEvenWhenItsNodeIsGone() {
        assertThat(nodes("a", "b").pool(1).marked("b", 1).gone("b").plan()).isEmpty();
    }

    @Test
    void deletesAMarkWithoutLeaseOnlyWhenItIsStray() {
        Mark byHand = new Mark(ip(1), new NodeName("z"), Optional.empty(), 5);
        assertThat(nodes("a").pool(1).mark(byHand).plan()).isEmpty();
        assertThat(nodes("a").pool(1).mark(byHand).stray(1).plan())
                .containsExactly(new Action.Commit(List.of(new Change.Unmark(byHand))));
    }

    @Test
    void dropsThenUnmarksWhatLeftThePool() {
        assertThat(nodes("a").held(1).plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        assertThat(nodes("a").marked("a", 1).plan())
                .containsExactly(new Action.Commit(List.of(new Change.Unmark(mark("a", 1)))));
    }

    @Test
    void dropsThenHandsOverWhatExceedsItsShare() {
        List<BoundAddress> moving = nodes("a", "b").pool(1, 2).held(1, 2).plan().stream()
                .flatMap(action -> ((Action.Drop) action).addresses().stream())
                .toList();
        assertThat(moving).hasSize(1);
        int last = moving.getFirst().ip().equals(ip(1)) ? 1 : 2;
        Scene dropped = nodes("a", "b").pool(1, 2).marked("a", 1, 2).bound(3 - last);
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(List.of(new Change.HandOver(mark("a", last), dropped.node("b")))));
    }

    @Test
    void movesNothingForBalanceUntilMembershipIsQuiet() {
        Scene scene = nodes("a", "b").pool(1, 2).held(1, 2).membershipChanged(Duration.ofMillis(900));
        assertThat(scene.plan()).isEmpty();
    }

    @Test
    void movesNothingForBalanceWhilePaused() {
        assertThat(nodes("a", "b").pool(1, 2).held(1, 2).wish(new Wish.Pause()).plan())
                .isEmpty();
    }

    @Test
    void givesEverythingAwayWhenDrained() {
        Scene scene =
                nodes("a", "b").pool(1).marked("a", 1).wish(new Wish.Drain(ME)).membershipChanged(Duration.ZERO);
        assertThat(scene.plan())
                .containsExactly(new Action.Commit(List.of(new Change.HandOver(mark("a", 1), scene.node("b")))));
    }

    @Test
    void retakesBeforeItBindsAgainWhatALateUnmarkCouldStillTakeAway() {
        Scene scene = nodes("a").pool(1).marked("a", 1).releasing(mark("a", 1));
        assertThat(scene.plan()).containsExactly(new Action.Commit(List.of(new Change.Retake(mark("a", 1)))));
    }

    @Test
    void dropsThenPassesEverythingOnWhenUnhealthy() {
        Scene bound = nodes("a", "b").pool(1).held(1).unhealthy("api: down");
        assertThat(bound.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "api: down"));

        Scene dropped = nodes("a", "b").pool(1).marked("a", 1).unhealthy("api: down");
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(List.of(
                        new Change.PutMember(member(Member.State.UNHEALTHY, "api: down")),
                        new Change.WithdrawNode(dropped.node("a")),
                        new Change.HandOver(mark("a", 1), dropped.node("b")))));
    }

    @Test
    void passesOnWhatIsDroppedWhileTheKernelKeepsTheRestWhenUnhealthy() {
        Scene stuck = nodes("a", "b")
                .pool(1, 2)
                .held(1)
                .marked("a", 2)
                .gone("a")
                .unhealthy("x")
                .member(member(Member.State.UNHEALTHY, "x"));
        assertThat(stuck.plan())
                .containsExactly(
                        new Action.Drop(List.of(ours(1)), "x"),
                        new Action.Commit(List.of(new Change.HandOver(mark("a", 2), stuck.node("b")))));
    }

    @Test
    void unmarksWhenUnhealthyAndNobodyElseIsThere() {
        Scene scene =
                nodes("a").pool(1).marked("a", 1).gone("a").unhealthy("x").member(member(Member.State.UNHEALTHY, "x"));
        assertThat(scene.plan()).containsExactly(new Action.Commit(List.of(new Change.Unmark(mark("a", 1)))));
    }

    @Test
    void countsALinkThatIsDownAsUnhealthy() {
        assertThat(nodes("a").pool(1).held(1).linkDown().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "interface eth0 is down"));
    }

    @Test
    void leavesOnlyAfterEverythingIsDroppedAndPassedOn() {
        assertThat(nodes("a").pool(1).held(1).leaving().plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "leaving"));
        assertThat(nodes("a").pool(1).marked("a", 1).leaving().plan()).hasOnlyElementsOfType(Action.Commit.class);
        Scene done = nodes("a").pool(1).gone("a").leaving().member(member(Member.State.LEAVING, "leaving"));
        assertThat(done.plan()).containsExactly(new Action.Leave());
    }

    @Test
    void holdsNothingWhileItsNameBelongsToAnotherIncarnation() {
        Member namesake =
                new Member(ME, Incarnation.of(99), new LeaseId(99), Member.State.HEALTHY, "", "", "", false, 5);
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
                .seen();
        assertThat(Presence.node(seen, seen.view().orElseThrow()).refuses())
                .containsExactly(
                        Map.entry(ip(1), "already on eth0, and not by yaim"), Map.entry(ip(2), "no such device"));
    }

    @Test
    void neverTouchesAddressesThatAreNotItsOwn() {
        var foreign = new BoundAddress(ip(9), "eth0", 24, Optional.empty(), false, BoundAddress.FOREVER);
        assertThat(nodes("a").address(foreign).withoutLease().plan()).containsExactly(new Action.Join());
        assertThat(nodes("a").address(foreign).unhealthy("x").plan())
                .noneMatch(action -> action instanceof Action.Drop);
    }

    @Test
    void countsTheLeaseFromItsSending() {
        assertThat(nodes("a").seen().lease().orElseThrow().proof().ends())
                .isEqualTo(NOW.minusMillis(500).plusSeconds(9).minusMillis(100));
    }

    private static Member member(Member.State state, String reason) {
        return new Member(ME, Scene.incarnationOf("a"), leaseOf("a"), state, reason, "", "", false, 0);
    }

    private static Entry plain(int last) {
        return Entry.plain(ip(last), "ips/10.0.0." + last);
    }
}
