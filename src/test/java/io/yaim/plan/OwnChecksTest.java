package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.mark;
import static io.yaim.plan.ObservationBuilder.nodes;
import static io.yaim.plan.ObservationBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.EntryCheck;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Entries that ask for checks of their own.
class OwnChecksTest {

    private static final Health FAILS = new Health.Unhealthy("check tcp 127.0.0.1:80: Connection refused");
    private static final Health UNDECIDED = new Health.Unhealthy("check tcp 127.0.0.1:80: has not passed yet", true);

    private static Map<String, String> refusals(ObservationBuilder observationBuilder) {
        Observation seen = observationBuilder.observation();
        var refusals = new TreeMap<String, String>();
        NodeRegistration.unbindable(seen, seen.view().orElseThrow())
                .forEach((ip, reason) -> refusals.put(ip.toString(), reason));
        return refusals;
    }

    private static StoreChange claim(ObservationBuilder observationBuilder, int last) {
        Entry entry =
                observationBuilder.observation().view().orElseThrow().pool().get(ip(last));
        return new StoreChange.Claim(Objects.requireNonNull(entry), observationBuilder.node("a"));
    }

    @Test
    void anEntryIsRefusedWhileItsCheckFails() {
        ObservationBuilder observationBuilder = nodes("a").checked(1).pool(2).health(1, FAILS);
        assertThat(refusals(observationBuilder))
                .isEqualTo(Map.of("10.0.0.1", "check tcp 127.0.0.1:80: Connection refused"));
        assertThat(observationBuilder.published().plan())
                .as("the rest of the pool goes on")
                .containsExactly(new Action.Commit(List.of(claim(observationBuilder, 2))));
    }

    @Test
    void anEntryIsRefusedUntilItsCheckHasDecided() {
        assertThat(refusals(nodes("a").checked(1))).isEqualTo(Map.of("10.0.0.1", "its checks have not run yet"));
        assertThat(refusals(nodes("a").checked(1).health(1, UNDECIDED)))
                .isEqualTo(Map.of("10.0.0.1", "check tcp 127.0.0.1:80: has not passed yet"));
    }

    @Test
    void anEntryIsClaimedOnceItsCheckPasses() {
        ObservationBuilder observationBuilder = nodes("a").checked(1).health(1, new Health.Healthy());
        assertThat(observationBuilder.published().plan())
                .containsExactly(new Action.Commit(List.of(claim(observationBuilder, 1))));
    }

    @Test
    void whatOthersAskedForIsOfNoAccount() {
        assertThat(refusals(nodes("a").pool(1).health(1, FAILS))).isEmpty();
    }

    @Test
    void whatIsHeldIsDroppedAndHandedOverWhenItsCheckFails() {
        ObservationBuilder bound = nodes("a", "b").checked(1).health(1, FAILS).held(1);
        assertThat(bound.published().plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        ObservationBuilder dropped =
                nodes("a", "b").checked(1).health(1, FAILS).marked("a", 1).published();
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(List.of(new StoreChange.HandOver(mark("a", 1), dropped.node("b")))));
    }

    /// A check was added to it: every node is undecided at once.
    @Test
    void whatIsHeldStaysUntilItsCheckHasDecided() {
        assertThat(nodes("a")
                        .checked(1)
                        .health(1, UNDECIDED)
                        .held(1)
                        .published()
                        .plan())
                .isEmpty();
        assertThat(nodes("a").checked(1).held(1).published().plan()).isEmpty();
    }

    @Test
    void whatAFormerLifeKeptStaysUntilItsCheckHasDecided() {
        assertThat(nodes("a").checked(1).inherited(1).published().plan()).noneMatch(Action.Drop.class::isInstance);
        assertThat(nodes("a")
                        .checked(1)
                        .inherited(1)
                        .health(1, FAILS)
                        .published()
                        .plan())
                .contains(new Action.Drop(List.of(ours(1)), "not owned"));
    }

    @Test
    void whatFailsIsDroppedAlsoWhileTheStoreCannotBeRead() {
        ObservationBuilder observationBuilder = nodes("a")
                .checked(1)
                .checked(2)
                .health(1, FAILS)
                .held(1, 2)
                .remembered()
                .withoutView();
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "a check of its own fails"));
    }

    @Test
    void whatFailsIsNotTakenInModeClaim() {
        ObservationBuilder observationBuilder = nodes("a").withoutLease().withoutView();
        for (int last : List.of(1, 2)) {
            Entry plain = Entry.plain(ip(last), "k");
            observationBuilder.entry(EntryBuilder.like(plain)
                    .failureMode(Optional.of(FailureMode.CLAIM))
                    .checks(List.of(new EntryCheck("::1", 80)))
                    .checkInterval(Optional.empty())
                    .build());
        }
        observationBuilder.health(1, FAILS).health(2, new Health.Healthy()).remembered();
        var ranks = new TreeMap<VirtualIp, Integer>();
        ranks.put(ip(2), 0);
        assertThat(observationBuilder.plan()).contains(new Action.StartClaimProbing(ranks));
    }

    @Test
    void itsStateGoesByItsCheck() {
        ObservationBuilder observationBuilder = nodes("a")
                .checked(1)
                .checked(2)
                .checked(3)
                .pool(4)
                .health(1, FAILS)
                .health(3, new Health.Healthy());
        EntryStates states = EntryStates.none()
                .after(observationBuilder.observation(), observationBuilder.plan())
                .states();
        assertThat(states.byIp().values())
                .containsExactly(EntryState.FAILING, EntryState.BOOTING, EntryState.STANDBY, EntryState.STANDBY);
    }

    @Test
    void whatIsHeldThoughItsCheckHasNotDecidedIsActivated() {
        ObservationBuilder observationBuilder = nodes("a").checked(1).held(1).published();
        EntryStates states = EntryStates.none()
                .after(observationBuilder.observation(), observationBuilder.plan())
                .states();
        assertThat(states.byIp().values()).containsExactly(EntryState.ACTIVATED);
    }

    @Test
    void noCheckOfAnEntryMakesUpForTheNodes() {
        ObservationBuilder observationBuilder =
                nodes("a").checked(1).health(1, new Health.Healthy()).unhealthy("api: down");
        EntryStates states = EntryStates.none()
                .after(observationBuilder.observation(), observationBuilder.plan())
                .states();
        assertThat(states.byIp().values()).containsExactly(EntryState.FAILING);
    }
}
