package io.yaim.plan;

import static io.yaim.plan.EntryEvent.DEMOTED;
import static io.yaim.plan.EntryEvent.ELECTED;
import static io.yaim.plan.EntryEvent.FAULT;
import static io.yaim.plan.EntryEvent.HEALTH_CHECK_FAIL;
import static io.yaim.plan.EntryEvent.HEALTH_CHECK_SUCCESS;
import static io.yaim.plan.EntryState.ACTIVATED;
import static io.yaim.plan.EntryState.BOOTING;
import static io.yaim.plan.EntryState.FAILING;
import static io.yaim.plan.EntryState.STANDBY;
import static io.yaim.plan.Scene.NOW;
import static io.yaim.plan.Scene.ip;
import static io.yaim.plan.Scene.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.EntryStates.Next;
import io.yaim.plan.EntryStates.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the observations of passes make of the states of entries.
class EntryStatesTest {

    private static final LeaseId OLD = new LeaseId(7);

    private static EntryStates all(EntryState state, int... lasts) {
        var states = new TreeMap<VirtualIp, EntryState>();
        for (int last : lasts) {
            states.put(ip(last), state);
        }
        return new EntryStates(states);
    }

    private static Next after(EntryStates before, Scene scene) {
        return before.after(scene.seen(), scene.plan());
    }

    private static Entry entry(int last, FailureMode mode) {
        Entry plain = Entry.plain(ip(last), "ips/10.0.0." + last);
        return new Entry(
                plain.ip(),
                plain.key(),
                plain.prefix(),
                plain.interfaceName(),
                plain.label(),
                plain.group(),
                plain.prefer(),
                Optional.of(mode));
    }

    /// The lease has ended, and what was seen of the store last is all there is.
    private static Scene storeAway() {
        return nodes("a", "b").withoutLease().withoutView();
    }

    @Test
    void withoutAViewThereAreNoEntries() {
        assertThat(after(EntryStates.none(), nodes("a").pool(1).withoutView()).states())
                .isEqualTo(EntryStates.none());
    }

    @Test
    void entriesAreBootingUntilTheChecksDecide() {
        Next next = after(EntryStates.none(), nodes("a").pool(1, 2).undecided("api: has not passed yet"));
        assertThat(next.states()).isEqualTo(all(BOOTING, 1, 2));
        assertThat(next.transitions()).isEmpty();
    }

    @Test
    void whatIsBoundIsActivatedAndTheRestStandsBy() {
        Next next = after(EntryStates.none(), nodes("a", "b").pool(1, 2).held(1).marked("b", 2));
        assertThat(next.states().byIp()).isEqualTo(Map.of(ip(1), ACTIVATED, ip(2), STANDBY));
        assertThat(next.transitions())
                .containsExactly(
                        new Transition(ip(1), BOOTING, HEALTH_CHECK_SUCCESS, STANDBY),
                        new Transition(ip(1), STANDBY, ELECTED, ACTIVATED),
                        new Transition(ip(2), BOOTING, HEALTH_CHECK_SUCCESS, STANDBY));
    }

    @Test
    void nothingHappensWhileAllStaysAsItIs() {
        Scene scene = nodes("a", "b").pool(1, 2).held(1).marked("b", 2);
        EntryStates before = after(EntryStates.none(), scene).states();
        assertThat(after(before, scene)).isEqualTo(new Next(before, List.of()));
    }

    @Test
    void whatIsOnlyMarkedIsNotActivatedYet() {
        assertThat(after(all(STANDBY, 1), nodes("a").pool(1).marked("a", 1)).states())
                .isEqualTo(all(STANDBY, 1));
    }

    @Test
    void whatSomebodyElsePutOnThisHostIsNotActivated() {
        var foreign = new BoundAddress(ip(1), "eth0", 24, Optional.empty(), false, BoundAddress.FOREVER);
        assertThat(after(all(STANDBY, 1), nodes("a").pool(1).address(foreign)).states())
                .isEqualTo(all(STANDBY, 1));
    }

    @Test
    void whatThePlanDropsIsDemoted() {
        Next next = after(
                all(ACTIVATED, 1, 2, 3),
                nodes("a", "b").pool(1, 2, 3).held(1, 2).bound(3).marked("b", 3).remembered());
        assertThat(next.states().byIp()).isEqualTo(Map.of(ip(1), ACTIVATED, ip(2), ACTIVATED, ip(3), STANDBY));
        assertThat(next.transitions()).containsExactly(new Transition(ip(3), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aLeavingNodeStandsBy() {
        assertThat(after(all(ACTIVATED, 1), nodes("a").pool(1).held(1).leaving())
                        .transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aDrainedNodeStandsBy() {
        Scene scene = nodes("a", "b").pool(1).held(1).wish(new Wish.Drain(Scene.ME));
        assertThat(after(all(ACTIVATED, 1), scene).states()).isEqualTo(all(STANDBY, 1));
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    void whateverItWasAnEntryIsFailingOnceChecksFail(EntryState before) {
        Scene scene = nodes("a").pool(1).held(1).unhealthy("api: down");
        Next next = after(all(before, 1), scene);
        assertThat(next.states()).isEqualTo(all(FAILING, 1));
        assertThat(next.transitions())
                .isEqualTo(
                        before == FAILING
                                ? List.of()
                                : List.of(new Transition(ip(1), before, HEALTH_CHECK_FAIL, FAILING)));
    }

    @Test
    void whatFailedIsFailingUntilTheChecksPass() {
        Scene rising = nodes("a").pool(1).undecided("api: passed 1 of 2 times");
        assertThat(after(all(FAILING, 1), rising)).isEqualTo(new Next(all(FAILING, 1), List.of()));
        assertThat(after(all(FAILING, 1), nodes("a").pool(1)).transitions())
                .containsExactly(new Transition(ip(1), FAILING, HEALTH_CHECK_SUCCESS, STANDBY));
    }

    /// A check was added.
    @Test
    void whatIsDroppedUntilChecksDecideAnewStandsBy() {
        Scene scene = nodes("a").pool(1).held(1).undecided("disk: has not passed yet");
        assertThat(after(all(ACTIVATED, 1), scene).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aFaultDemotesWhatIsToBeReleased() {
        Scene scene = storeAway().pool(1).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), scene).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, FAULT, STANDBY));
    }

    @Test
    void noFaultYetWhileTheLeaseProvesAndTheStoreCannotBeRead() {
        Scene scene = nodes("a").pool(1).held(1).remembered().withoutView();
        assertThat(after(all(ACTIVATED, 1), scene)).isEqualTo(new Next(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void aFaultLeavesWhatWitnessesAgreeTo() {
        Scene scene = storeAway()
                .entry(entry(1, FailureMode.FAILSAFE))
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .consent(new Consent(OLD, new Proof(NOW.plusSeconds(6))))
                .remembered();
        assertThat(after(all(ACTIVATED, 1), scene)).isEqualTo(new Next(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void whatWitnessesDoNotAgreeToIsDemoted() {
        Scene scene = storeAway().entry(entry(1, FailureMode.FAILSAFE)).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), scene).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aFaultActivatesWhatIsToBeClaimedOnceItIsTaken() {
        Scene scene = storeAway().entry(entry(1, FailureMode.CLAIM)).remembered();
        assertThat(after(all(STANDBY, 1), scene).transitions()).isEmpty();
        assertThat(after(all(STANDBY, 1), scene.bound(1)).transitions())
                .containsExactly(new Transition(ip(1), STANDBY, FAULT, ACTIVATED));
    }

    @Test
    void aFaultLeavesWhatIsHeldInModeClaim() {
        Scene scene = storeAway().entry(entry(1, FailureMode.CLAIM)).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), scene)).isEqualTo(new Next(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void whatSomebodyElseHasIsDemotedInModeClaim() {
        Scene scene = storeAway()
                .entry(entry(1, FailureMode.CLAIM))
                .bound(1)
                .contested(1)
                .remembered();
        assertThat(after(all(ACTIVATED, 1), scene).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void theLastKnownPoolStandsInForAViewThatIsMissing() {
        Scene scene = nodes("a").pool(1, 2).remembered().withoutView();
        assertThat(after(all(STANDBY, 1, 2, 3), scene).states()).isEqualTo(all(STANDBY, 1, 2));
    }

    @Test
    void whatLeftThePoolHasNoState() {
        Next next = after(all(ACTIVATED, 1, 2), nodes("a").pool(2).held(1, 2));
        assertThat(next.states()).isEqualTo(all(ACTIVATED, 2));
        assertThat(next.transitions()).isEmpty();
    }

    /// The checks have decided before the first pass, and the former life's address is still there.
    @Test
    void whatAFormerLifeKeptIsActivatedFromTheFirstViewOn() {
        Next next = after(EntryStates.none(), nodes("a").pool(1).inherited(1));
        assertThat(next.states()).isEqualTo(all(ACTIVATED, 1));
    }

    /// Whatever happened unseen in between, the state is that of what is seen, and each step to it is one
    /// of the table.
    @Test
    void theStateIsTheTruthWhateverCameBefore() {
        int tried = 0;
        for (EntryState before : EntryState.values()) {
            for (FailureMode mode : FailureMode.values()) {
                for (int what = 0; what < 64; what++) {
                    Scene scene = scene(mode, what);
                    Next next = after(all(before, 1), scene);
                    assertThat(next.states())
                            .as("%s, %s, %d", before, mode, what)
                            .isEqualTo(all(truth(before, scene), 1));
                    EntryState reached = before;
                    for (Transition step : next.transitions()) {
                        assertThat(step.from()).isEqualTo(reached).isNotEqualTo(step.to());
                        assertThat(reached.after(step.event(), mode)).isEqualTo(step.to());
                        reached = step.to();
                    }
                    assertThat(all(reached, 1)).isEqualTo(next.states());
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(4 * 3 * 64);
    }

    private static Scene scene(FailureMode mode, int what) {
        Scene scene = (what & 1) == 0 ? nodes("a", "b") : storeAway();
        scene.entry(entry(1, mode)).holding(1, OLD, mode);
        if ((what & 2) == 0) {
            scene.bound(1);
        }
        if ((what & 4) == 0) {
            scene.marked("a", 1);
        } else {
            scene.consent(new Consent(OLD, new Proof(NOW.plusSeconds(6))));
        }
        scene.remembered();
        return switch (what >> 3) {
            case 0 -> scene.unhealthy("api: down");
            case 1 -> scene.undecided("api: has not passed yet");
            case 2 -> scene.contested(1);
            case 3 -> scene.leaving();
            case 4 -> scene.linkDown();
            case 5 -> scene.keepAliveSent(Duration.ofMillis(8_750));
            case 6 -> scene.unclear(1);
            default -> scene;
        };
    }

    private static EntryState truth(EntryState before, Scene scene) {
        Observation seen = scene.seen();
        boolean isDropped = scene.plan().stream().anyMatch(Action.Drop.class::isInstance);
        boolean isHeld = !seen.host().addresses().isEmpty() && !isDropped;
        return switch (seen.health()) {
            case Health.Healthy() -> isHeld ? ACTIVATED : STANDBY;
            case Health.Unhealthy(String _, boolean isUndecided) -> {
                boolean stays = isUndecided && before == BOOTING;
                yield !isUndecided || before == FAILING ? FAILING : stays ? BOOTING : isHeld ? ACTIVATED : STANDBY;
            }
        };
    }
}
