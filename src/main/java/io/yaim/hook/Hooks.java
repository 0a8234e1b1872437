package io.yaim.hook;

import io.yaim.loop.Clock;
import io.yaim.loop.Cycle;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryStates.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// All hooks of a node. Told of every pass on the loop's thread, and never keeps it waiting.
public final class Hooks implements Consumer<Cycle>, AutoCloseable {

    /// What is told of drops when yaim ends takes no longer than this.
    static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /// After that part of it, whatever else is still being told is ended.
    private static final Duration GRACE = LAST_WORDS.dividedBy(2);

    private static final Duration TO_END = Duration.ofSeconds(1);

    private final HookEvents events;
    private final Function<Cycle, List<Transition>> transitions;
    private final Clock clock;
    private final List<Courier> couriers;

    /// @param transitions of entries' states in a pass; asked once for each, in order
    /// @param lots for the pauses between attempts
    public Hooks(
            List<Hook> hooks,
            NodeName node,
            Function<Cycle, List<Transition>> transitions,
            Clock clock,
            InstantSource wallClock,
            RandomGenerator lots,
            HookListener listener) {
        this.transitions = transitions;
        this.clock = clock;
        events = new HookEvents(node, wallClock);
        couriers = hooks.stream()
                .map(hook -> new Courier(hook.settings(), hook.recipient(), clock, lots, listener))
                .toList();
    }

    public void start() {
        couriers.forEach(Courier::start);
    }

    /// Their names.
    public List<String> names() {
        return couriers.stream().map(courier -> courier.settings().name()).toList();
    }

    /// How much this hook has still to tell.
    public int queued(String name) {
        return courier(name).queued();
    }

    /// How often a run of this hook ended so.
    public long count(String name, Outcome outcome) {
        return courier(name).count(outcome);
    }

    @Override
    public void accept(Cycle cycle) {
        if (couriers.isEmpty()) {
            return;
        }
        List<HookEvent> happened = events.of(cycle, transitions.apply(cycle));
        Set<VirtualIp> held = events.held();
        Set<VirtualIp> bound = new HashSet<>();
        happened.stream().filter(event -> event.kind() == HookKind.BIND).forEach(event -> bound.add(event.ip()));
        for (Courier courier : couriers) {
            courier.tell(happened);
            if (courier.settings().ensures()) {
                Set<VirtualIp> fresh = new HashSet<>(courier.retain(held));
                bound.stream().filter(held::contains).forEach(fresh::add);
                courier.ensure(fresh.stream().map(events::bound).toList());
            }
        }
    }

    /// Tells of the drops that nobody was told of yet, as far as that goes in two seconds, and ends
    /// everything else.
    @Override
    public void close() {
        couriers.forEach(Courier::beginToClose);
        try {
            sayLastWords(clock.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            couriers.forEach(Courier::end);
        }
        couriers.forEach(courier -> courier.awaitEnd(TO_END));
    }

    private void sayLastWords(Duration begun) throws InterruptedException {
        if (!areEmptyBy(begun.plus(GRACE))) {
            couriers.forEach(Courier::hurry);
            areEmptyBy(begun.plus(LAST_WORDS));
        }
    }

    private boolean areEmptyBy(Duration until) throws InterruptedException {
        boolean areEmpty = true;
        for (Courier courier : couriers) {
            areEmpty &= courier.awaitEmpty(until);
        }
        return areEmpty;
    }

    private Courier courier(String name) {
        return couriers.stream()
                .filter(courier -> courier.settings().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hook of the name " + name));
    }
}
