package io.yaim.hook;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
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

/// All hooks of a node. It receives every cycle on the loop's thread, and never blocks it.
public final class Hooks implements Consumer<Cycle>, AutoCloseable {

    /// The time for the delivery of drops when yaim stops.
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /// After this part of that time, other deliveries that still run are cancelled.
    private static final Duration GRACE = CLOSE_TIMEOUT.dividedBy(2);

    private static final Duration TO_END = Duration.ofSeconds(1);

    private final HookEventBuilder events;
    private final Function<Cycle, List<Transition>> transitions;
    private final Clock clock;
    private final List<HookWorker> workers;

    /// @param transitions the transitions of entries' states in a cycle; called once for each cycle, in order
    /// @param lots random numbers for the pauses between attempts
    public Hooks(
            List<Hook> hooks,
            NodeName node,
            Function<Cycle, List<Transition>> transitions,
            Clock clock,
            InstantSource wallClock,
            RandomGenerator lots,
            HookOutcomeListener listener) {
        this.transitions = transitions;
        this.clock = clock;
        events = new HookEventBuilder(node, wallClock);
        workers = hooks.stream()
                .map(hook -> new HookWorker(hook.settings(), hook.hookRecipient(), clock, lots, listener))
                .toList();
    }

    public void start() {
        workers.forEach(HookWorker::start);
    }

    /// Returns the names of the hooks.
    public List<String> names() {
        return workers.stream().map(hookWorker -> hookWorker.settings().name()).toList();
    }

    /// Returns the number of events that this hook has not delivered yet.
    public int queued(String name) {
        return worker(name).queued();
    }

    /// Returns how many runs of this hook had this outcome.
    public long count(String name, HookOutcome hookOutcome) {
        return worker(name).count(hookOutcome);
    }

    @Override
    public void accept(Cycle cycle) {
        if (workers.isEmpty()) {
            return;
        }
        List<HookEvent> happened = events.of(cycle, transitions.apply(cycle));
        Set<VirtualIp> held = events.intendedAddresses();
        Set<VirtualIp> bound = new HashSet<>();
        happened.stream().filter(event -> event.kind() == HookEventKind.BIND).forEach(event -> bound.add(event.ip()));
        for (HookWorker hookWorker : workers) {
            hookWorker.enqueue(happened);
            if (hookWorker.settings().ensures()) {
                Set<VirtualIp> fresh = new HashSet<>(hookWorker.retainOnly(held));
                bound.stream().filter(held::contains).forEach(fresh::add);
                hookWorker.ensure(fresh.stream().map(events::bound).toList());
            }
        }
    }

    /// Delivers the drops that are not delivered yet, as far as that is possible in two seconds, and cancels all
    /// other deliveries.
    @Override
    public void close() {
        workers.forEach(HookWorker::beginToClose);
        try {
            deliverDrops(clock.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.forEach(HookWorker::stop);
        }
        workers.forEach(hookWorker -> hookWorker.join(TO_END));
    }

    private void deliverDrops(Duration begun) throws InterruptedException {
        if (!areEmptyBy(begun.plus(GRACE))) {
            workers.forEach(HookWorker::interruptAllButDrops);
            areEmptyBy(begun.plus(CLOSE_TIMEOUT));
        }
    }

    private boolean areEmptyBy(Duration until) throws InterruptedException {
        boolean areEmpty = true;
        for (HookWorker hookWorker : workers) {
            areEmpty &= hookWorker.awaitEmpty(until);
        }
        return areEmpty;
    }

    private HookWorker worker(String name) {
        return workers.stream()
                .filter(hookWorker -> hookWorker.settings().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hook has the name " + name));
    }
}
