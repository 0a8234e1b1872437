package io.yaim.loop;

import io.yaim.loop.cycle.Cycle;
import java.util.List;
import java.util.function.Consumer;

/// The one thread that runs the loop until it has left.
public final class LoopRunner {

    private final Loop loop;
    private final Bell bell;
    private final List<Consumer<Cycle>> listeners;

    /// @param listeners receive every cycle, in this order, on the thread of the loop
    public LoopRunner(Loop loop, Bell bell, List<Consumer<Cycle>> listeners) {
        this.loop = loop;
        this.bell = bell;
        this.listeners = List.copyOf(listeners);
    }

    /// Returns after [#stop], once all addresses are dropped and all entries handed over.
    public void run() throws InterruptedException {
        while (true) {
            Cycle cycle = loop.runCycle();
            listeners.forEach(listener -> listener.accept(cycle));
            if (cycle.isLast()) {
                return;
            }
            bell.await(cycle.pause());
        }
    }

    /// Applies these settings from the next cycle on, and starts it now. May be called from any thread.
    public void reconfigure(LoopSettings loopSettings) {
        loop.reconfigure(loopSettings);
        bell.ring();
    }

    /// Makes the loop leave. May be called from any thread.
    public void stop() {
        loop.leave();
        bell.ring();
    }

    /// Makes the loop end and retain its addresses, for a restart before their lifetimes end. May be called from
    /// any thread.
    public void stopForRestart() {
        loop.stopForRestart();
        bell.ring();
    }
}
