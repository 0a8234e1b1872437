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
import static io.yaim.plan.ObservationBuilder.NOW;
import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.EntryStates.StateUpdate;
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

    private static final LeaseId OLD = new LeaseId("7");

    private static EntryStates all(EntryState state, int... lasts) {
        var states = new TreeMap<VirtualIp, EntryState>();
        for (int last : lasts) {
            states.put(ip(last), state);
        }
        return new EntryStates(states);
    }

    private static StateUpdate after(EntryStates before, ObservationBuilder observationBuilder) {
        return before.after(observationBuilder.observation(), observationBuilder.plan());
    }

    private static Entry entry(int last, FailureMode mode) {
        Entry plain = Entry.plain(ip(last), "ips/10.0.0." + last);
        return EntryBuilder.like(plain).failureMode(Optional.of(mode)).build();
    }

    /// The lease has ended, and what was seen of the store last is all there is.
    private static ObservationBuilder storeAway() {
        return nodes("a", "b").withoutLease().withoutView();
    }

    @Test
    void withoutAViewThereAreNoEntries() {
        assertThat(after(EntryStates.none(), nodes("a").pool(1).withoutView()).states())
                .isEqualTo(EntryStates.none());
    }

    @Test
    void entriesAreBootingUntilTheChecksDecide() {
        StateUpdate stateUpdate =
                after(EntryStates.none(), nodes("a").pool(1, 2).undecided("api: has not passed yet"));
        assertThat(stateUpdate.states()).isEqualTo(all(BOOTING, 1, 2));
        assertThat(stateUpdate.transitions()).isEmpty();
    }

    @Test
    void whatIsBoundIsActivatedAndTheRestStandsBy() {
        StateUpdate stateUpdate =
                after(EntryStates.none(), nodes("a", "b").pool(1, 2).held(1).marked("b", 2));
        assertThat(stateUpdate.states().byIp()).isEqualTo(Map.of(ip(1), ACTIVATED, ip(2), STANDBY));
        assertThat(stateUpdate.transitions())
                .containsExactly(
                        new Transition(ip(1), BOOTING, HEALTH_CHECK_SUCCESS, STANDBY),
                        new Transition(ip(1), STANDBY, ELECTED, ACTIVATED),
                        new Transition(ip(2), BOOTING, HEALTH_CHECK_SUCCESS, STANDBY));
    }

    @Test
    void nothingHappensWhileAllStaysAsItIs() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").pool(1, 2).held(1).marked("b", 2);
        EntryStates before = after(EntryStates.none(), observationBuilder).states();
        assertThat(after(before, observationBuilder)).isEqualTo(new StateUpdate(before, List.of()));
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
        StateUpdate stateUpdate = after(
                all(ACTIVATED, 1, 2, 3),
                nodes("a", "b").pool(1, 2, 3).held(1, 2).bound(3).marked("b", 3).remembered());
        assertThat(stateUpdate.states().byIp()).isEqualTo(Map.of(ip(1), ACTIVATED, ip(2), ACTIVATED, ip(3), STANDBY));
        assertThat(stateUpdate.transitions()).containsExactly(new Transition(ip(3), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aLeavingNodeStandsBy() {
        assertThat(after(all(ACTIVATED, 1), nodes("a").pool(1).held(1).leaving())
                        .transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aDrainedNodeStandsBy() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").pool(1).held(1).wish(new Wish.Drain(ObservationBuilder.ME));
        assertThat(after(all(ACTIVATED, 1), observationBuilder).states()).isEqualTo(all(STANDBY, 1));
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    void whateverItWasAnEntryIsFailingOnceChecksFail(EntryState before) {
        ObservationBuilder observationBuilder = nodes("a").pool(1).held(1).unhealthy("api: down");
        StateUpdate stateUpdate = after(all(before, 1), observationBuilder);
        assertThat(stateUpdate.states()).isEqualTo(all(FAILING, 1));
        assertThat(stateUpdate.transitions())
                .isEqualTo(
                        before == FAILING
                                ? List.of()
                                : List.of(new Transition(ip(1), before, HEALTH_CHECK_FAIL, FAILING)));
    }

    @Test
    void whatFailedIsFailingUntilTheChecksPass() {
        ObservationBuilder rising = nodes("a").pool(1).undecided("api: passed 1 of 2 times");
        assertThat(after(all(FAILING, 1), rising)).isEqualTo(new StateUpdate(all(FAILING, 1), List.of()));
        assertThat(after(all(FAILING, 1), nodes("a").pool(1)).transitions())
                .containsExactly(new Transition(ip(1), FAILING, HEALTH_CHECK_SUCCESS, STANDBY));
    }

    /// A check was added.
    @Test
    void whatIsDroppedUntilChecksDecideAnewStandsBy() {
        ObservationBuilder observationBuilder = nodes("a").pool(1).held(1).undecided("disk: has not passed yet");
        assertThat(after(all(ACTIVATED, 1), observationBuilder).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aFaultDemotesWhatIsToBeReleased() {
        ObservationBuilder observationBuilder = storeAway().pool(1).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), observationBuilder).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, FAULT, STANDBY));
    }

    @Test
    void noFaultYetWhileTheLeaseProvesAndTheStoreCannotBeRead() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1).held(1).remembered().withoutView();
        assertThat(after(all(ACTIVATED, 1), observationBuilder))
                .isEqualTo(new StateUpdate(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void aFaultLeavesWhatWitnessesAgreeTo() {
        ObservationBuilder observationBuilder = storeAway()
                .entry(entry(1, FailureMode.FAILSAFE))
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .unanimousConsent(new UnanimousConsent(OLD, new Proof(NOW.plusSeconds(6))))
                .remembered();
        assertThat(after(all(ACTIVATED, 1), observationBuilder))
                .isEqualTo(new StateUpdate(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void whatWitnessesDoNotAgreeToIsDemoted() {
        ObservationBuilder observationBuilder =
                storeAway().entry(entry(1, FailureMode.FAILSAFE)).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), observationBuilder).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void aFaultActivatesWhatIsToBeClaimedOnceItIsTaken() {
        ObservationBuilder observationBuilder =
                storeAway().entry(entry(1, FailureMode.CLAIM)).remembered();
        assertThat(after(all(STANDBY, 1), observationBuilder).transitions()).isEmpty();
        assertThat(after(all(STANDBY, 1), observationBuilder.bound(1)).transitions())
                .containsExactly(new Transition(ip(1), STANDBY, FAULT, ACTIVATED));
    }

    @Test
    void aFaultLeavesWhatIsHeldInModeClaim() {
        ObservationBuilder observationBuilder =
                storeAway().entry(entry(1, FailureMode.CLAIM)).bound(1).remembered();
        assertThat(after(all(ACTIVATED, 1), observationBuilder))
                .isEqualTo(new StateUpdate(all(ACTIVATED, 1), List.of()));
    }

    @Test
    void whatSomebodyElseHasIsDemotedInModeClaim() {
        ObservationBuilder observationBuilder = storeAway()
                .entry(entry(1, FailureMode.CLAIM))
                .bound(1)
                .conflict(1)
                .remembered();
        assertThat(after(all(ACTIVATED, 1), observationBuilder).transitions())
                .containsExactly(new Transition(ip(1), ACTIVATED, DEMOTED, STANDBY));
    }

    @Test
    void theLastKnownPoolStandsInForAViewThatIsMissing() {
        ObservationBuilder observationBuilder =
                nodes("a").pool(1, 2).remembered().withoutView();
        assertThat(after(all(STANDBY, 1, 2, 3), observationBuilder).states()).isEqualTo(all(STANDBY, 1, 2));
    }

    @Test
    void whatLeftThePoolHasNoState() {
        StateUpdate stateUpdate = after(all(ACTIVATED, 1, 2), nodes("a").pool(2).held(1, 2));
        assertThat(stateUpdate.states()).isEqualTo(all(ACTIVATED, 2));
        assertThat(stateUpdate.transitions()).isEmpty();
    }

    /// The checks have decided before the first pass, and the former life's address is still there.
    @Test
    void whatAFormerLifeKeptIsActivatedFromTheFirstViewOn() {
        StateUpdate stateUpdate = after(EntryStates.none(), nodes("a").pool(1).inherited(1));
        assertThat(stateUpdate.states()).isEqualTo(all(ACTIVATED, 1));
    }

    /// Whatever happened unseen in between, the state is that of what is seen, and each step to it is one
    /// of the table.
    @Test
    void theStateIsTheTruthWhateverCameBefore() {
        int tried = 0;
        for (EntryState before : EntryState.values()) {
            for (FailureMode mode : FailureMode.values()) {
                for (int what = 0; what < 64; what++) {
                    ObservationBuilder observationBuilder = scene(mode, what);
                    StateUpdate stateUpdate = after(all(before, 1), observationBuilder);
                    assertThat(stateUpdate.states())
                            .as("%s, %s, %d", before, mode, what)
                            .isEqualTo(all(truth(before, observationBuilder), 1));
                    EntryState reached = before;
                    for (Transition step : stateUpdate.transitions()) {
                        assertThat(step.from()).isEqualTo(reached).isNotEqualTo(step.to());
                        assertThat(reached.after(step.event(), mode)).isEqualTo(step.to());
                        reached = step.to();
                    }
                    assertThat(all(reached, 1)).isEqualTo(stateUpdate.states());
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(4 * 3 * 64);
    }

    private static ObservationBuilder scene(FailureMode mode, int what) {
        ObservationBuilder observationBuilder = (what & 1) == 0 ? nodes("a", "b") : storeAway();
        observationBuilder.entry(entry(1, mode)).holding(1, OLD, mode);
        if ((what & 2) == 0) {
            observationBuilder.bound(1);
        }
        if ((what & 4) == 0) {
            observationBuilder.marked("a", 1);
        } else {
            observationBuilder.unanimousConsent(new UnanimousConsent(OLD, new Proof(NOW.plusSeconds(6))));
        }
        observationBuilder.remembered();
        return switch (what >> 3) {
            case 0 -> observationBuilder.unhealthy("api: down");
            case 1 -> observationBuilder.undecided("api: has not passed yet");
            case 2 -> observationBuilder.conflict(1);
            case 3 -> observationBuilder.leaving();
            case 4 -> observationBuilder.linkDown();
            case 5 -> observationBuilder.keepAliveSent(Duration.ofMillis(8_750));
            case 6 -> observationBuilder.possiblyBoundElsewhere(1);
            default -> observationBuilder;
        };
    }

    private static EntryState truth(EntryState before, ObservationBuilder observationBuilder) {
        Observation seen = observationBuilder.observation();
        boolean isDropped = observationBuilder.plan().stream().anyMatch(Action.Drop.class::isInstance);
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
