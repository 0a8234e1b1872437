package io.yaim.sim.world;

import io.yaim.daemon.recovery.IncarnationRecorder;
import io.yaim.loop.Loop;
import io.yaim.loop.LoopSettings;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.DuplicateNameException;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One life of a node: the real loop on a strand. Between any two things that it does it can be stopped for
/// any time, or end.
///
/// The one exception: from the look at the clock by which a lifetime is reckoned to the bind call no time
/// passes but what counts as the kernel's lateness. A process stopped exactly there binds addresses for
/// their lifetime from the thaw on, until it looks at the clock next; docs/architecture.md names this
/// residue.
public final class SimulatedNode {

    /// Between two announcements where nodes may have to find out by them that two have the same address.
    static final Duration ANNOUNCE_PERIOD = Duration.ofSeconds(10);

    /// The only network namespace of a machine.
    static final String NETWORK = "1";

    /// Of one to whom the kernel was slow lately: it gives its lease up by so much earlier.
    private static final Duration LONGEST_REFRESH = Duration.ofSeconds(6);
    private static final Logger SILENT = Logger.getAnonymousLogger();

    static {
        SILENT.setLevel(Level.OFF);
    }

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final NodeName name;
    private final Incarnation incarnation;
    private final HostProcess process;
    private final IncarnationRecorder incarnationRecorder;
    private final Optional<PreviousTenancy> previous;
    private final Loop loop;
    private final LoopSettings loopSettings;
    private final ProofTracker proofTracker;
    private final NodeStore store;
    private final SimulatedAddresses addresses;
    private final SimulatedPeers peers;
    private final ConsentTracker consentTracker;
    private boolean hasBegun;
    private boolean isRung;
    private Optional<LeaseId> currentLease = Optional.empty();
    private long cycles;

    /// @param isLegible whether it can read the record that its former life left
    public SimulatedNode(SimulationContext simulationContext, Machine machine, NodeName name, boolean isLegible) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.name = name;
        process = new HostProcess(simulationContext, machine.name(), this::runLoop);
        store = simulationContext
                .group()
                .<NodeStore>map(
                        simulatedGroup -> new SimulatedMulticastStore(simulationContext, simulatedGroup, machine, this))
                .orElseGet(() -> new SimulatedStore(simulationContext, machine, this));
        addresses = new SimulatedAddresses(
                simulationContext,
                machine,
                process,
                this::ring,
                ip -> simulationContext.invariants().onBound(this, ip));
        peers = new SimulatedPeers(simulationContext, machine, this);
        incarnation = Incarnation.of(simulationContext.dice().number());
        incarnationRecorder = new IncarnationRecorder(
                machine.disk().recordFile(name, process::interruptionPoint), NETWORK, incarnation, SILENT);
        previous =
                isLegible ? incarnationRecorder.previousTenancy(machine.clock().now()) : Optional.empty();
        previous.filter(life -> !life.retained().isEmpty()).ifPresent(life -> machine.addSuccessor(life.lease(), this));
        consentTracker = new ConsentTracker(simulationContext, machine.clock(), name, incarnation);
        proofTracker = new ProofTracker(simulationContext, machine.clock(), this::mayHold);
        var self = new Self(
                name,
                incarnation,
                machine.weight(),
                "eth0",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SimulationContext.INTERVAL,
                "",
                simulationContext.mode() == FailureMode.RELEASE ? "" : machine.name(),
                simulationContext.mode(),
                simulationContext.expiryGuard());
        var leaseTiming = new LeaseTiming(
                SimulationContext.INTERVAL,
                simulationContext.ttl(),
                SimulationContext.STORE_TIMEOUT,
                2,
                simulationContext.expiryGuard());
        loopSettings = new LoopSettings(self, announceSettings());
        loop = new Loop(
                self,
                store,
                addresses,
                () -> machine.health,
                this::now,
                leaseTiming,
                loopSettings.announceSettings(),
                this::recordLease,
                previous,
                peers,
                simulationContext.dice()::number);
        process.start();
    }

    private boolean mayHold(LeaseId lease) {
        return simulationContext.mode() == FailureMode.CLAIM || consentTracker.areAllGiven(lease);
    }

    private AnnounceSettings announceSettings() {
        Optional<Duration> period =
                Optional.of(ANNOUNCE_PERIOD).filter(_ -> simulationContext.mode() == FailureMode.CLAIM);
        return new AnnounceSettings(5, Duration.ofMillis(1100), 200, period, simulationContext.isProbing());
    }

    private void recordLease(LeaseId lease) throws IOException {
        incarnationRecorder.recordLease(lease);
        currentLease = Optional.of(lease);
    }

    /// The lease that it goes by.
    Optional<LeaseId> currentLease() {
        return currentLease;
    }

    private void runLoop() {
        hasBegun = true;
        simulationContext.log(machine.name(), "starts as " + name);
        try {
            store.open();
            while (true) {
                Cycle cycle = loop.runCycle();
                cycles++;
                cycle.events().forEach(this::trace);
                incarnationRecorder.accept(cycle);
                if (cycle.isLast()) {
                    simulationContext.log(machine.name(), "has left");
                    break;
                }
                pause(cycle.pause());
            }
        } catch (IOException | DuplicateNameException e) {
            simulationContext.log(machine.name(), "ends: " + e.getMessage());
        }
        clearUp();
        close();
    }

    private void clearUp() {
        try {
            incarnationRecorder.dropRemaining(addresses);
        } catch (IOException e) {
            simulationContext.trace().log(machine.name(), e::toString);
        }
    }

    private void trace(Event event) {
        simulationContext.trace().log(machine.name(), event::toString);
        if (event instanceof Event.AddressesRetained) {
            simulationContext.tally().count("kept for a restart");
        }
    }

    private void close() {
        simulationContext.tally().count("passes", cycles);
        store.close();
        addresses.close();
        peers.close();
        machine.onNodeEnded(simulationContext, name);
    }

    void interruptionPoint() {
        process.interruptionPoint();
    }

    void delayIfSlow() {
        process.delayIfSlow();
    }

    void elapse(Duration time) {
        process.elapse(time);
    }

    void await(BooleanSupplier isSo, Duration latest) {
        process.await(isSo, latest);
    }

    private void pause(Duration time) {
        await(() -> isRung, machine.clock().timelineTime(machine.clock().now().plus(time)));
        isRung = false;
    }

    void wake() {
        process.wake();
    }

    void ring() {
        if (!isRung && isRunning()) {
            isRung = true;
            wake();
        }
    }

    /// Its first look stands before its first step.
    private Duration now() {
        if (hasBegun) {
            interruptionPoint();
        }
        return machine.clock().now();
    }

    /// As kill -9 does.
    public void kill() {
        if (isRunning()) {
            simulationContext.log(machine.name(), "is killed");
            process.end();
            close();
        }
    }

    public void stop() {
        simulationContext.log(machine.name(), "is told to stop");
        if (machine.retainsOnStop()) {
            loop.stopForRestart();
        } else {
            loop.leave();
        }
        ring();
    }

    /// As a reload does, from what it started with.
    public void reconfigure(UnaryOperator<Self> change) {
        loop.reconfigure(new LoopSettings(change.apply(loopSettings.self()), loopSettings.announceSettings()));
        ring();
    }

    /// Its image of the store catches up, as after a reconnect.
    public void reconnect() {
        store.catchUp();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    public boolean isAwake() {
        return process.isAwake();
    }

    public HostProcess process() {
        return process;
    }

    public NodeStore store() {
        return store;
    }

    /// Whether its former life left the address bound under this lease, and it was read.
    boolean hasInherited(VirtualIp ip, LeaseId lease) {
        return previous.filter(
                        life -> life.lease().equals(lease) && life.retained().contains(ip))
                .isPresent();
    }

    /// Whether the entry is to have an owner whatever happens.
    boolean isInClaimMode(VirtualIp ip) {
        return simulationContext.claimModeInvariants().isInClaimMode(ip);
    }

    /// Whether it may go without a proof for such an entry.
    boolean mayBindWithoutProof(VirtualIp ip) {
        return isInClaimMode(ip)
                && currentLease
                        .filter(lease -> proofTracker.provesFor(lease, LONGEST_REFRESH))
                        .isEmpty();
    }

    /// Its own, which is its machine's, or that of a namesake.
    public NodeName name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    public ProofTracker proofTracker() {
        return proofTracker;
    }

    public ConsentTracker consentTracker() {
        return consentTracker;
    }

    /// Which store it knows of: one that was restored is another one.
    int epoch() {
        return store.epoch();
    }
}
