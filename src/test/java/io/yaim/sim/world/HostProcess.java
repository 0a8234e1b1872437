package io.yaim.sim.world;

import io.yaim.sim.engine.Coroutine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A process on a machine, or one of its threads. All threads of a process are stopped together. Between any two of
/// its steps a process can be stopped for any time, or end.
public final class HostProcess {

    private static final Duration LONGEST_STEP = Duration.ofMillis(1);
    private static final Duration SHORTEST_LIMP = Duration.ofMillis(200);
    private static final Duration LONGEST_LIMP = Duration.ofMillis(800);

    private final SimulationContext simulationContext;
    private final String host;
    private final Coroutine coroutine;
    private final SharedState shared;
    private long tickets;

    /// What all threads of a process share.
    private static final class SharedState {

        private final List<HostProcess> threads = new ArrayList<>();
        private Duration frozenUntil = Duration.ZERO;
        private Duration slowUntil = Duration.ZERO;
        private Optional<PendingFreeze> pendingFreeze = Optional.empty();
    }

    /// A freeze after this many interruption points.
    private record PendingFreeze(int points, Duration length) {}

    HostProcess(SimulationContext simulationContext, String host, Runnable body) {
        this(simulationContext, host, body, new SharedState());
    }

    private HostProcess(SimulationContext simulationContext, String host, Runnable body, SharedState sharedState) {
        this.simulationContext = simulationContext;
        this.host = host;
        this.shared = sharedState;
        coroutine = new Coroutine(body);
        sharedState.threads.add(this);
    }

    /// Another thread of the same process, to be started and ended on its own.
    public HostProcess newThread(Runnable body) {
        return new HostProcess(simulationContext, host, body, shared);
    }

    /// The thread of this process that runs now.
    public HostProcess currentThread() {
        return shared.threads.stream()
                .filter(thread -> thread.coroutine.isCurrent())
                .findFirst()
                .orElse(this);
    }

    public void start() {
        simulationContext.eventQueue().after(Duration.ZERO, coroutine::resume);
    }

    /// A step may end here. Any time may pass before the next one begins.
    public void interruptionPoint() {
        simulationContext.tally().countInterruptionPoint();
        if (shared.pendingFreeze.isPresent()) {
            PendingFreeze waiting = shared.pendingFreeze.get();
            shared.pendingFreeze = waiting.points() > 0
                    ? Optional.of(new PendingFreeze(waiting.points() - 1, waiting.length()))
                    : Optional.empty();
            if (shared.pendingFreeze.isEmpty()) {
                freeze(waiting.length());
            }
        }
        if (simulationContext.dice().isOneIn(8)) {
            elapse(simulationContext.dice().upTo(LONGEST_STEP));
        }
        while (isFrozen()) {
            waitUntil(shared.frozenUntil);
        }
    }

    /// As on a machine without free memory: an answer is processed late.
    void delayIfSlow() {
        if (simulationContext.eventQueue().now().compareTo(shared.slowUntil) < 0) {
            elapse(simulationContext.dice().between(SHORTEST_LIMP, LONGEST_LIMP));
        }
    }

    /// Lets time pass in which the process does nothing and cannot be stopped.
    void elapse(Duration time) {
        Duration end = simulationContext.eventQueue().now().plus(time);
        while (simulationContext.eventQueue().now().compareTo(end) < 0) {
            waitUntil(end);
        }
    }

    /// Returns when the condition holds, or at the latest time. Returns later if the process is stopped meanwhile.
    public void await(BooleanSupplier isSo, Duration latest) {
        while (!isSo.getAsBoolean() && simulationContext.eventQueue().now().compareTo(latest) < 0) {
            waitUntil(latest);
        }
        while (isFrozen()) {
            waitUntil(shared.frozenUntil);
        }
    }

    private void waitUntil(Duration time) {
        tickets++;
        long ticket = tickets;
        if (!simulationContext.eventQueue().skipTo(time)) {
            simulationContext.eventQueue().at(time, () -> resume(ticket));
            coroutine.pause();
        }
    }

    private void resume(long ticket) {
        if (ticket == tickets) {
            coroutine.resume();
        }
    }

    /// Makes a waiting process check its condition again.
    public void wake() {
        long ticket = tickets;
        simulationContext.eventQueue().after(Duration.ZERO, () -> resume(ticket));
    }

    public void freeze(Duration time) {
        Duration until = simulationContext.eventQueue().now().plus(time);
        if (until.compareTo(shared.frozenUntil) > 0) {
            shared.frozenUntil = until;
            simulationContext.trace().log(host, () -> "is stopped for " + time.toMillis() + " ms");
        }
    }

    public void thaw() {
        shared.frozenUntil = Duration.ZERO;
        shared.slowUntil = Duration.ZERO;
        shared.pendingFreeze = Optional.empty();
        List.copyOf(shared.threads).forEach(HostProcess::wake);
    }

    /// Freezes the process for this time after this many further steps.
    public void freezeAfter(int points, Duration length) {
        shared.pendingFreeze = Optional.of(new PendingFreeze(points, length));
    }

    public void slowDownFor(Duration time) {
        shared.slowUntil = simulationContext.eventQueue().now().plus(time);
    }

    /// As kill -9 does.
    public void end() {
        shared.threads.remove(this);
        coroutine.end();
    }

    public boolean isRunning() {
        return !coroutine.isOver();
    }

    public boolean isFrozen() {
        return simulationContext.eventQueue().now().compareTo(shared.frozenUntil) < 0;
    }

    boolean isSlow() {
        return simulationContext.eventQueue().now().compareTo(shared.slowUntil) < 0;
    }

    boolean isAwake() {
        return isRunning() && !isFrozen() && shared.pendingFreeze.isEmpty();
    }
}
