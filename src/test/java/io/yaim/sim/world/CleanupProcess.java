package io.yaim.sim.world;

import io.yaim.daemon.recovery.Cleanup;
import io.yaim.daemon.recovery.IncarnationRecord;
import io.yaim.daemon.recovery.LeaseRelease;
import io.yaim.model.NodeName;
import io.yaim.sim.engine.Dice;
import java.io.IOException;
import java.time.Duration;

/// The cleanup of a machine after an incarnation has ended, in order or not: the real code, as `yaim cleanup` runs
/// it. It may start late, be stopped, die halfway, or have no connection to the store.
final class CleanupProcess {

    private static final Duration STORE_TIMEOUT = Duration.ofMillis(1500);
    private static final Duration LATEST = Duration.ofSeconds(27);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONGEST_JAM = Duration.ofSeconds(5);
    private static final int MOST_POINTS = 12;

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final NodeName name;
    private final HostProcess process;
    private final boolean hasCredentials;
    private boolean hasBegun;

    /// @param name of the node whose incarnation has ended
    CleanupProcess(SimulationContext simulationContext, Machine machine, NodeName name) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.name = name;
        process = new HostProcess(simulationContext, machine.name(), this::runCleanup);
        Dice dice = simulationContext.dice();
        hasCredentials = !dice.isOneIn(6);
        if (dice.isOneIn(4)) {
            process.freezeAfter(dice.below(MOST_POINTS), dice.ofAnyLength(LONGEST_STOP));
        }
        Duration delay = dice.isOneIn(2) ? dice.upTo(MOMENT) : dice.ofAnyLength(LATEST);
        simulationContext.eventQueue().after(delay, process::start);
        if (dice.isOneIn(5)) {
            simulationContext.eventQueue().after(delay.plus(dice.ofAnyLength(Duration.ofSeconds(1))), this::kill);
        }
    }

    private void runCleanup() {
        if (machine.isRunning() || machine.isBeingCleanedUp()) {
            simulationContext.tally().count("cleanup found another process");
            return;
        }
        hasBegun = true;
        simulationContext.log(machine.name(), "cleanup: begins");
        letKernelRefuseDrops();
        var cleanup = new Cleanup(
                () -> new SimulatedAddresses(simulationContext, machine, process, () -> {}, _ -> {}),
                this::end,
                machine.disk().recordFile(name, process::interruptionPoint),
                this::trace);
        try {
            cleanup.run(SimulatedNode.NETWORK, machine.clock().now());
        } catch (IOException e) {
            trace("failed: " + e.getMessage());
            simulationContext.tally().count("cleanup failed");
        }
    }

    /// Sometimes the kernel does not drop an address.
    private void letKernelRefuseDrops() {
        if (simulationContext.dice().isOneIn(6)) {
            simulationContext.observer().firstOn(machine).ifPresent(machine::refuse);
            simulationContext.eventQueue().after(simulationContext.dice().ofAnyLength(LONGEST_JAM), machine::acceptAll);
        }
    }

    private void trace(String what) {
        simulationContext.log(machine.name(), "cleanup: " + what);
        if (what.startsWith("ended")) {
            simulationContext.tally().count("cleanup ended the lease");
        } else if (what.startsWith("dropped")) {
            simulationContext.tally().count("cleanup dropped");
        } else if (what.startsWith("handed over") && !what.startsWith("handed over 0")) {
            simulationContext.tally().count("cleanup handed over");
        }
    }

    private void end(IncarnationRecord life, Cleanup.AddressDrop drop) throws IOException {
        if (!simulationContext.profile().hasStoreServer()) {
            throw new IOException("end lease " + life.lease() + ": there is no store to ask");
        }
        if (!hasCredentials) {
            throw new IOException("end lease " + life.lease() + ": permission denied");
        }
        new LeaseRelease(new CleanupStore(this::ask), this::trace).release(name, life, drop);
    }

    private <T> T ask(boolean isWrite, StoreServer.Effect<T> effect) throws IOException {
        process.interruptionPoint();
        Duration latest = simulationContext.eventQueue().now().plus(STORE_TIMEOUT);
        StoreNetwork.PendingCall<T> pendingCall =
                simulationContext.storeNetwork().send(machine.storeLink(), isWrite, effect, process::wake);
        process.await(pendingCall::isAnswered, latest);
        process.interruptionPoint();
        if (!pendingCall.isAnswered()) {
            throw new IOException("no answer in time");
        }
        return pendingCall.get();
    }

    /// Whether the cleanup holds the lock of the machine's node.
    boolean isRunning() {
        return hasBegun && process.isRunning();
    }

    void kill() {
        if (process.isRunning()) {
            process.end();
            if (hasBegun) {
                simulationContext.log(machine.name(), "cleanup: is killed");
                simulationContext.tally().count("cleanup killed");
            }
        }
    }
}
