package io.yaim.hook;

import static io.yaim.hook.Happened.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Sighting;
import io.yaim.plan.Action;
import io.yaim.plan.EntryEvent;
import io.yaim.plan.EntryState;
import io.yaim.plan.EntryStates.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HookEventsTest {

    private static final boolean PROVEN = true;
    private static final int[] NONE = {};
    private final HookEvents events = new HookEvents(Happened.NODE, InstantSource.fixed(Happened.AT));

    @Test
    void tellsWhatIsBoundAndHow() {
        assertThat(told(Passing.binding(1, 2))).containsExactly(Happened.bind(1), Happened.bind(2));
        assertThat(events.held()).containsExactly(ip(1), ip(2));
    }

    @Test
    void tellsADropWithItsReason() {
        told(Passing.binding(1));
        assertThat(words(Passing.dropping(PROVEN, 1))).containsExactly("drop 10.0.0.1 planned");
        assertThat(events.held()).isEmpty();
        assertThat(words(Passing.with(PROVEN, NONE))).isEmpty();
    }

    @Test
    void tellsAFenceBesideADropForWantOfAProof() {
        told(Passing.binding(1));
        assertThat(words(Passing.dropping(!PROVEN, 1)))
                .containsExactly("drop 10.0.0.1 planned", "fence 10.0.0.1 planned");
    }

    @Test
    void aDropThatNoPlanWantedIsAFence() {
        told(Passing.binding(1));
        var dropped = new Event.Dropped(Passing.addresses(1), "the proof ended while they were refreshed");
        assertThat(words(Passing.with(PROVEN, new int[] {1}, dropped)))
                .containsExactly(
                        "drop 10.0.0.1 the proof ended while they were refreshed",
                        "fence 10.0.0.1 the proof ended while they were refreshed");
    }

    @Test
    void whatWasNeverToldToBeBoundIsNotToldToBeDropped() {
        var dropped = new Event.Dropped(Passing.addresses(1), "the proof ended while they were bound");
        assertThat(words(Passing.with(PROVEN, NONE, dropped))).isEmpty();
    }

    @Test
    void whatAFormerLifeLeftIsDroppedAndNotFenced() {
        var addresses = Passing.addresses(1);
        Cycle first = Passing.pass(
                Passing.seen(!PROVEN, false, addresses),
                List.of(new Action.Drop(addresses, "left")),
                new Event.Dropped(addresses, "left"));
        assertThat(words(first)).containsExactly("drop 10.0.0.1 left");
    }

    @Test
    void tellsWhatWentBehindItsBack() {
        told(Passing.binding(1, 2));
        assertThat(words(Passing.with(PROVEN, new int[] {2})))
                .containsExactly("drop 10.0.0.1 it was taken off behind yaim's back, or its lifetime ended");
        assertThat(told(Passing.with(!PROVEN, NONE)))
                .extracting(HookEvent::kind)
                .containsExactly(HookKind.DROP, HookKind.FENCE);
        assertThat(events.held()).isEmpty();
    }

    @Test
    void anAddressThatIsStillOnAnotherInterfaceIsNotDropped() {
        told(Passing.binding(1));
        var both = List.of(Passing.address(1, "eth0"), Passing.address(1, "eth1"));
        var dropped = List.of(Passing.address(1, "eth0"));
        Cycle cycle = Passing.pass(
                Passing.seen(PROVEN, true, both),
                List.of(new Action.Drop(dropped, "elsewhere")),
                new Event.Dropped(dropped, "elsewhere"));
        assertThat(words(cycle)).isEmpty();
        assertThat(words(Passing.pass(Passing.seen(PROVEN, true, List.of(Passing.address(1, "eth1"))), List.of())))
                .isEmpty();
        assertThat(events.held()).containsExactly(ip(1));
    }

    @Test
    void anAddressThatCouldNotBeDroppedIsNotHeld() {
        told(Passing.binding(1, 2));
        var seen = Passing.seen(PROVEN, 1, 2);
        assertThat(told(Passing.pass(
                        seen,
                        List.of(new Action.Drop(Passing.addresses(1), "planned")),
                        new Event.Failed("drop 10.0.0.1", "no such device"))))
                .isEmpty();
        assertThat(events.held()).containsExactly(ip(2));
    }

    @Test
    void whatIsBoundAlreadyAtTheFirstPassIsHeldAndNotTold() {
        assertThat(told(Passing.with(PROVEN, new int[] {1}))).isEmpty();
        assertThat(events.held()).containsExactly(ip(1));
    }

    @Test
    void aPassThatCouldNotLookChangesNothing() {
        told(Passing.binding(1));
        var blind =
                new Cycle(Optional.empty(), List.of(), List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        assertThat(told(blind)).isEmpty();
        assertThat(events.held()).containsExactly(ip(1));
    }

    @Test
    void tellsWhoElseHasAnAddress() {
        told(Passing.binding(1));
        var by = new HardwareAddress(0x0242_ac11_0007L);
        var sighting = new Sighting(ip(1), "eth0", by, Sighting.Kind.HOLDS);
        assertThat(told(Passing.with(PROVEN, new int[] {1}, new Event.ConflictBegan(sighting))))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(HookKind.CONFLICT);
                    assertThat(event.by()).contains(by);
                    assertThat(event.interfaceName()).contains("eth0");
                });
    }

    @Test
    void tellsTransitionsOfStates() {
        var transition = new Transition(ip(1), EntryState.STANDBY, EntryEvent.ELECTED, EntryState.ACTIVATED);
        assertThat(events.of(Passing.binding(1), List.of(transition)))
                .satisfiesExactly(bound -> assertThat(bound).isEqualTo(Happened.bind(1)), state -> {
                    assertThat(state.kind()).isEqualTo(HookKind.STATE);
                    assertThat(state.transition()).contains(transition);
                });
    }

    private List<HookEvent> told(Cycle cycle) {
        return events.of(cycle, List.of());
    }

    private List<String> words(Cycle cycle) {
        return told(cycle).stream()
                .map(event -> event.kind().word() + " " + event.ip() + " " + event.reason())
                .toList();
    }
}
