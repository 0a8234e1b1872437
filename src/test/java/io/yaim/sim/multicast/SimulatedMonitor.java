package io.yaim.sim.multicast;

import io.yaim.sim.engine.DriftingClock;
import io.yaim.sim.world.HostProcess;
import io.yaim.store.multicast.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Lets one thread of a process run at a time.
final class SimulatedMonitor implements Monitor {

    private final DriftingClock clock;
    private final HostProcess process;
    private final List<Waiting> waiters = new ArrayList<>();

    private record Waiting(HostProcess thread, BooleanSupplier isSo) {}

    SimulatedMonitor(DriftingClock clock, HostProcess process) {
        this.clock = clock;
        this.process = process;
    }

    @Override
    public <T> T runExclusively(Supplier<T> inside) {
        T result = inside.get();
        for (Waiting each : waiters) {
            if (each.isSo.getAsBoolean()) {
                each.thread.wake();
            }
        }
        return result;
    }

    @Override
    public boolean await(BooleanSupplier isSo, Optional<Duration> until) {
        var mine = new Waiting(process.currentThread(), isSo);
        waiters.add(mine);
        try {
            mine.thread.await(isSo, clock.timelineTime(until.orElseThrow()));
            return isSo.getAsBoolean();
        } finally {
            waiters.remove(mine);
        }
    }
}
