package io.yaim.hook;

import static io.yaim.hook.HookFixtures.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.plan.Action;
import io.yaim.plan.EntryEvent;
import io.yaim.plan.EntryState;
import io.yaim.plan.EntryStates.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HookEventBuilderTest {

    private static final boolean PROVEN = true;
    private static final int[] NONE = {};
    private final HookEventBuilder events =
            new HookEventBuilder(HookFixtures.NODE, InstantSource.fixed(HookFixtures.AT));

    @Test
    void reportsWhatIsBoundAndHow() {
        assertThat(told(HookCycles.binding(1, 2))).containsExactly(HookFixtures.bind(1), HookFixtures.bind(2));
        assertThat(events.intendedAddresses()).containsExactly(ip(1), ip(2));
    }

    @Test
    void reportsADropWithItsReason() {
        told(HookCycles.binding(1));
        assertThat(words(HookCycles.dropping(PROVEN, 1))).containsExactly("drop 10.0.0.1 planned");
        assertThat(events.intendedAddresses()).isEmpty();
        assertThat(words(HookCycles.with(PROVEN, NONE))).isEmpty();
    }

    @Test
    void reportsAFenceBesideADropForLackOfProof() {
        told(HookCycles.binding(1));
        assertThat(words(HookCycles.dropping(!PROVEN, 1)))
                .containsExactly("drop 10.0.0.1 planned", "fence 10.0.0.1 planned");
    }

    @Test
    void aDropThatNoPlanWantedIsAFence() {
        told(HookCycles.binding(1));
        var dropped = new Event.Dropped(HookCycles.addresses(1), "the proof ended while they were refreshed");
        assertThat(words(HookCycles.with(PROVEN, new int[] {1}, dropped)))
                .containsExactly(
                        "drop 10.0.0.1 the proof ended while they were refreshed",
                        "fence 10.0.0.1 the proof ended while they were refreshed");
    }

    @Test
    void aDropIsReportedOnlyAfterItsBind() {
        var dropped = new Event.Dropped(HookCycles.addresses(1), "the proof ended while they were bound");
        assertThat(words(HookCycles.with(PROVEN, NONE, dropped))).isEmpty();
    }

    @Test
    void addressesOfAPreviousIncarnationAreDroppedAndNotFenced() {
        var addresses = HookCycles.addresses(1);
        Cycle first = HookCycles.pass(
                HookCycles.seen(!PROVEN, false, addresses),
                List.of(new Action.Drop(addresses, "left")),
                new Event.Dropped(addresses, "left"));
        assertThat(words(first)).containsExactly("drop 10.0.0.1 left");
    }

    @Test
    void reportsAddressesThatAnotherProgramRemoved() {
        told(HookCycles.binding(1, 2));
        assertThat(words(HookCycles.with(PROVEN, new int[] {2})))
                .containsExactly("drop 10.0.0.1 another program removed it, or its lifetime ended");
        assertThat(told(HookCycles.with(!PROVEN, NONE)))
                .extracting(HookEvent::kind)
                .containsExactly(HookEventKind.DROP, HookEventKind.FENCE);
        assertThat(events.intendedAddresses()).isEmpty();
    }

    @Test
    void anAddressThatIsStillOnAnotherInterfaceIsNotDropped() {
        told(HookCycles.binding(1));
        var both = List.of(HookCycles.address(1, "eth0"), HookCycles.address(1, "eth1"));
        var dropped = List.of(HookCycles.address(1, "eth0"));
        Cycle cycle = HookCycles.pass(
                HookCycles.seen(PROVEN, true, both),
                List.of(new Action.Drop(dropped, "elsewhere")),
                new Event.Dropped(dropped, "elsewhere"));
        assertThat(words(cycle)).isEmpty();
        assertThat(words(HookCycles.pass(
                        HookCycles.seen(PROVEN, true, List.of(HookCycles.address(1, "eth1"))), List.of())))
                .isEmpty();
        assertThat(events.intendedAddresses()).containsExactly(ip(1));
    }

    @Test
    void anAddressThatCouldNotBeDroppedIsNotHeld() {
        told(HookCycles.binding(1, 2));
        var seen = HookCycles.seen(PROVEN, 1, 2);
        assertThat(told(HookCycles.pass(
                        seen,
                        List.of(new Action.Drop(HookCycles.addresses(1), "planned")),
                        new Event.Failed("drop 10.0.0.1", "no such device"))))
                .isEmpty();
        assertThat(events.intendedAddresses()).containsExactly(ip(2));
    }

    @Test
    void addressesBoundAtTheFirstCycleAreHeldAndNotReported() {
        assertThat(told(HookCycles.with(PROVEN, new int[] {1}))).isEmpty();
        assertThat(events.intendedAddresses()).containsExactly(ip(1));
    }

    @Test
    void aCycleThatCouldNotReadChangesNothing() {
        told(HookCycles.binding(1));
        var blind =
                new Cycle(Optional.empty(), List.of(), List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        assertThat(told(blind)).isEmpty();
        assertThat(events.intendedAddresses()).containsExactly(ip(1));
    }

    @Test
    void reportsAnotherHostThatHasAnAddress() {
        told(HookCycles.binding(1));
        var by = new HardwareAddress(0x0242_ac11_0007L);
        var addressSighting = new AddressSighting(ip(1), "eth0", by, AddressSighting.Kind.IN_USE);
        assertThat(told(HookCycles.with(PROVEN, new int[] {1}, new Event.ConflictBegan(addressSighting))))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(HookEventKind.CONFLICT);
                    assertThat(event.by()).contains(by);
                    assertThat(event.interfaceName()).contains("eth0");
                });
    }

    @Test
    void reportsTransitionsOfStates() {
        var transition = new Transition(ip(1), EntryState.STANDBY, EntryEvent.ELECTED, EntryState.ACTIVATED);
        assertThat(events.of(HookCycles.binding(1), List.of(transition)))
                .satisfiesExactly(bound -> assertThat(bound).isEqualTo(HookFixtures.bind(1)), state -> {
                    assertThat(state.kind()).isEqualTo(HookEventKind.STATE);
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
