package io.yaim.plan;

import static io.yaim.plan.Scene.ip;
import static io.yaim.plan.Scene.mark;
import static io.yaim.plan.Scene.nodes;
import static io.yaim.plan.Scene.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
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

    private static Map<String, String> refusals(Scene scene) {
        Observation seen = scene.seen();
        var refusals = new TreeMap<String, String>();
        Presence.refusals(seen, seen.view().orElseThrow()).forEach((ip, reason) -> refusals.put(ip.toString(), reason));
        return refusals;
    }

    private static Change claim(Scene scene, int last) {
        Entry entry = scene.seen().view().orElseThrow().pool().get(ip(last));
        return new Change.Claim(Objects.requireNonNull(entry), scene.node("a"));
    }

    @Test
    void anEntryIsRefusedWhileItsCheckFails() {
        Scene scene = nodes("a").checked(1).pool(2).health(1, FAILS);
        assertThat(refusals(scene)).isEqualTo(Map.of("10.0.0.1", "check tcp 127.0.0.1:80: Connection refused"));
        assertThat(scene.published().plan())
                .as("the rest of the pool goes on")
                .containsExactly(new Action.Commit(List.of(claim(scene, 2))));
    }

    @Test
    void anEntryIsRefusedUntilItsCheckHasDecided() {
        assertThat(refusals(nodes("a").checked(1))).isEqualTo(Map.of("10.0.0.1", "its checks have not run yet"));
        assertThat(refusals(nodes("a").checked(1).health(1, UNDECIDED)))
                .isEqualTo(Map.of("10.0.0.1", "check tcp 127.0.0.1:80: has not passed yet"));
    }

    @Test
    void anEntryIsClaimedOnceItsCheckPasses() {
        Scene scene = nodes("a").checked(1).health(1, new Health.Healthy());
        assertThat(scene.published().plan()).containsExactly(new Action.Commit(List.of(claim(scene, 1))));
    }

    @Test
    void whatOthersAskedForIsOfNoAccount() {
        assertThat(refusals(nodes("a").pool(1).health(1, FAILS))).isEmpty();
    }

    @Test
    void whatIsHeldIsDroppedAndHandedOverWhenItsCheckFails() {
        Scene bound = nodes("a", "b").checked(1).health(1, FAILS).held(1);
        assertThat(bound.published().plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
        Scene dropped =
                nodes("a", "b").checked(1).health(1, FAILS).marked("a", 1).published();
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(List.of(new Change.HandOver(mark("a", 1), dropped.node("b")))));
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
        Scene scene = nodes("a")
                .checked(1)
                .checked(2)
                .health(1, FAILS)
                .held(1, 2)
                .remembered()
                .withoutView();
        assertThat(scene.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "a check of its own fails"));
    }

    @Test
    void whatFailsIsNotTakenInModeClaim() {
        Scene scene = nodes("a").withoutLease().withoutView();
        for (int last : List.of(1, 2)) {
            Entry plain = Entry.plain(ip(last), "k");
            scene.entry(new Entry(
                    plain.ip(),
                    plain.key(),
                    plain.prefix(),
                    plain.interfaceName(),
                    plain.label(),
                    plain.group(),
                    plain.prefer(),
                    Optional.of(FailureMode.CLAIM),
                    List.of(new EntryCheck("::1", 80)),
                    Optional.empty()));
        }
        scene.health(1, FAILS).health(2, new Health.Healthy()).remembered();
        var ranks = new TreeMap<VirtualIp, Integer>();
        ranks.put(ip(2), 0);
        assertThat(scene.plan()).contains(new Action.Seek(ranks));
    }

    @Test
    void itsStateGoesByItsCheck() {
        Scene scene = nodes("a")
                .checked(1)
                .checked(2)
                .checked(3)
                .pool(4)
                .health(1, FAILS)
                .health(3, new Health.Healthy());
        EntryStates states =
                EntryStates.none().after(scene.seen(), scene.plan()).states();
        assertThat(states.byIp().values())
                .containsExactly(EntryState.FAILING, EntryState.BOOTING, EntryState.STANDBY, EntryState.STANDBY);
    }

    @Test
    void whatIsHeldThoughItsCheckHasNotDecidedIsActivated() {
        Scene scene = nodes("a").checked(1).held(1).published();
        EntryStates states =
                EntryStates.none().after(scene.seen(), scene.plan()).states();
        assertThat(states.byIp().values()).containsExactly(EntryState.ACTIVATED);
    }

    @Test
    void noCheckOfAnEntryMakesUpForTheNodes() {
        Scene scene = nodes("a").checked(1).health(1, new Health.Healthy()).unhealthy("api: down");
        EntryStates states =
                EntryStates.none().after(scene.seen(), scene.plan()).states();
        assertThat(states.byIp().values()).containsExactly(EntryState.FAILING);
    }
}
