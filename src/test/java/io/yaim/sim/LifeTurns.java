package io.yaim.sim;

import io.yaim.store.multicast.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Turns of the threads of one process, of which one runs at a time.
final class LifeTurns implements Turns {

    private final RatedClock clock;
    private final HostProcess process;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(HostProcess thread, BooleanSupplier isSo) {}

    LifeTurns(RatedClock clock, HostProcess process) {
        this.clock = clock;
        this.process = process;
    }

    @Override
    public <T> T take(Supplier<T> inside) {
        T result = inside.get();
        for (Waiting each : waiting) {
            if (each.isSo.getAsBoolean()) {
                each.thread.wake();
            }
        }
        return result;
    }

    @Override
    public boolean await(BooleanSupplier isSo, Optional<Duration> until) {
        var mine = new Waiting(process.current(), isSo);
        waiting.add(mine);
        try {
            mine.thread.await(isSo, clock.when(until.orElseThrow()));
            return isSo.getAsBoolean();
        } finally {
            waiting.remove(mine);
        }
    }
}
