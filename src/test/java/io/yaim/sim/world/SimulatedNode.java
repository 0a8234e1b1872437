package io.yaim.sim.world;

import io.yaim.daemon.recovery.IncarnationRecorder;
import io.yaim.loop.Loop;
import io.yaim.loop.LoopPorts;
import io.yaim.loop.LoopSettings;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.DuplicateNameException;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.ProbationSettings;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import io.yaim.plan.SelfBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One incarnation of a node: the real loop in a coroutine. Between any two of its steps it can be stopped for any
/// time, or end.
///
/// There is one exception. Between reading the clock from which a lifetime is calculated and the bind call, only the
/// kernel's lateness passes. A process that is stopped exactly there binds addresses for their lifetime, counted from
/// when it goes on, until it reads the clock again. docs/assumptions.md names this limit.
public final class SimulatedNode {

    /// The period of announcements where nodes may have to detect by them that two have the same address.
    public static final Duration ANNOUNCE_PERIOD = Duration.ofSeconds(10);

    /// The only network namespace of a machine.
    static final String NETWORK = "1";

    /// A node whose kernel was slow recently gives its lease up earlier by this time.
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
    private boolean hasLostCurrentLease;
    private long cycles;

    /// @param isLegible whether the node can read the record of its previous incarnation
    public SimulatedNode(SimulationContext simulationContext, Machine machine, NodeName name, boolean isLegible) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.name = name;
        process = new HostProcess(simulationContext, machine.name(), this::runLoop);
        store = simulationContext.storeFactory().create(simulationContext, machine, this);
        addresses = new SimulatedAddresses(
                simulationContext,
                machine,
                process,
                this::ring,
                ip -> simulationContext.observer().onBound(this, ip));
        peers = new SimulatedPeers(simulationContext, machine, this);
        incarnation = Incarnation.of(simulationContext.dice().number());
        incarnationRecorder = new IncarnationRecorder(
                machine.disk().recordFile(name, process::interruptionPoint), NETWORK, incarnation, SILENT);
        previous =
                isLegible ? incarnationRecorder.previousTenancy(machine.clock().now()) : Optional.empty();
        previous.filter(life -> !life.retained().isEmpty()).ifPresent(life -> machine.addSuccessor(life.lease(), this));
        consentTracker = new ConsentTracker(simulationContext, machine.clock(), name, incarnation);
        proofTracker = new ProofTracker(simulationContext, machine.clock(), this::mayHold);
        var self = SelfBuilder.of(name, incarnation)
                .weight(machine.weight())
                .quietTime(SimulationContext.INTERVAL)
                .peerAddress(simulationContext.mode() == FailureMode.RELEASE ? "" : machine.name())
                .failureMode(simulationContext.mode())
                .expiryGuard(simulationContext.profile().expiryGuard())
                .build();
        var leaseTiming = new LeaseTiming(
                SimulationContext.INTERVAL,
                simulationContext.profile().ttl(),
                SimulationContext.STORE_TIMEOUT,
                2,
                simulationContext.profile().expiryGuard());
        loopSettings = new LoopSettings(self, announceSettings(), probationSettings());
        var ports = new LoopPorts(
                store,
                addresses,
                () -> machine.health,
                this::now,
                peers,
                simulationContext.dice()::number,
                this::recordLease,
                store::hostSeen);
        loop = new Loop(loopSettings, ports, leaseTiming, previous);
        process.start();
    }

    private boolean mayHold(LeaseId lease) {
        return simulationContext.mode() == FailureMode.CLAIM || consentTracker.areAllGiven(lease);
    }

    private AnnounceSettings announceSettings() {
        Optional<Duration> period =
                Optional.of(ANNOUNCE_PERIOD).filter(_ -> simulationContext.mode() == FailureMode.CLAIM);
        return new AnnounceSettings(
                5,
                Duration.ofMillis(1100),
                200,
                period,
                simulationContext.profile().isProbing(),
                UnicastTargets.none());
    }

    /// Where links flap, every other incarnation has probations.
    private ProbationSettings probationSettings() {
        return simulationContext.profile().hasFlappingLinks()
                        && incarnation.value().hashCode() % 2 == 0
                ? new ProbationSettings(Duration.ofSeconds(2), Duration.ofSeconds(20))
                : ProbationSettings.none();
    }

    private void recordLease(LeaseId lease) throws IOException {
        incarnationRecorder.recordLease(lease);
        currentLease = Optional.of(lease);
        hasLostCurrentLease = false;
    }

    /// The lease that the node relies on now.
    public Optional<LeaseId> currentLease() {
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
                cycle.events().forEach(this::noteLostLease);
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

    /// The store has said that the lease has ended. After a restore of the store the lease may still be there.
    private void noteLostLease(Event event) {
        if (event instanceof Event.LeaseLost lost
                && currentLease.equals(Optional.of(lost.lease()))
                && lost.reason().endsWith("has ended")) {
            hasLostCurrentLease = true;
        }
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
            simulationContext.tally().count("retained for a restart");
        }
    }

    private void close() {
        simulationContext.tally().count("cycles", cycles);
        store.close();
        addresses.close();
        peers.close();
        machine.onNodeEnded(simulationContext, name);
    }

    public void interruptionPoint() {
        process.interruptionPoint();
    }

    public void delayIfSlow() {
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

    public void wake() {
        process.wake();
    }

    public void ring() {
        if (!isRung && isRunning()) {
            isRung = true;
            wake();
        }
    }

    /// The first reading of the clock comes before the first step.
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

    /// As a reload does, starting from the settings at the start.
    public void reconfigure(UnaryOperator<Self> change) {
        loop.reconfigure(new LoopSettings(
                change.apply(loopSettings.self()), loopSettings.announceSettings(), loopSettings.probationSettings()));
        ring();
    }

    /// The node's snapshot of the store catches up, as after a reconnect.
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

    /// Whether the previous incarnation left the address bound under this lease, and its record was read.
    public boolean hasInherited(VirtualIp ip, LeaseId lease) {
        return previous.filter(
                        life -> life.lease().equals(lease) && life.retained().contains(ip))
                .isPresent();
    }

    /// Whether the entry is in mode `claim`.
    public boolean isInClaimMode(VirtualIp ip) {
        return simulationContext.isInClaimMode(ip);
    }

    /// Whether the node may bind an entry of that mode without a proof.
    public boolean mayBindWithoutProof(VirtualIp ip) {
        return isInClaimMode(ip)
                && currentLease
                        .filter(lease -> !hasLostCurrentLease && proofTracker.provesFor(lease, LONGEST_REFRESH))
                        .isEmpty();
    }

    /// The name of its machine, or that of a namesake.
    public NodeName name() {
        return name;
    }

    public Machine machine() {
        return machine;
    }

    public ProofTracker proofTracker() {
        return proofTracker;
    }

    public ConsentTracker consentTracker() {
        return consentTracker;
    }

    /// Which store the node knows. A restored store counts as another one.
    public int epoch() {
        return store.epoch();
    }
}
