package io.yaim.loop;

import io.yaim.loop.address.AddressExecutor;
import io.yaim.loop.address.LoopMemory;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.AnnouncementSchedule;
import io.yaim.loop.announce.Announcer;
import io.yaim.loop.announce.HardwareChanges;
import io.yaim.loop.announce.KnownNeighbours;
import io.yaim.loop.conflict.ConflictDetector;
import io.yaim.loop.conflict.OrphanedEntries;
import io.yaim.loop.consent.ConsentProtocol;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.DuplicateNameDetector;
import io.yaim.loop.lease.GateRenewal;
import io.yaim.loop.lease.LeaseKeeper;
import io.yaim.loop.lease.StoreAccess;
import io.yaim.loop.restart.PreviousIncarnation;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.Proof;
import io.yaim.plan.Self;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The parts of a loop. The observer reads them, and the plan executor acts with them.
final class LoopParts {

    final LoopMemory loopMemory;
    final PreviousIncarnation previousIncarnation;
    final ConsentProtocol consentProtocol;
    final HoldPolicy holdPolicy;
    final LeaseKeeper leaseKeeper;
    final StoreAccess storeAccess = new StoreAccess();
    final DuplicateNameDetector duplicateNameDetector;
    final AnnouncementSchedule announcementSchedule;
    final HardwareChanges hardwareChanges = new HardwareChanges();
    final ProbationTracker probationTracker;
    final KnownNeighbours knownNeighbours;
    final ConflictDetector conflictDetector;
    final Announcer announcer;
    final AddressExecutor addressExecutor;
    final Attempts attempts;
    private LoopSettings loopSettings;

    LoopParts(
            LoopSettings loopSettings,
            LoopPorts ports,
            LeaseTiming leaseTiming,
            Optional<PreviousTenancy> previousTenancy,
            Consumer<Event> events) {
        this.loopSettings = loopSettings;
        Self self = loopSettings.self();
        AnnounceSettings announceSettings = loopSettings.announceSettings();
        Optional<PreviousTenancy> retainedTenancy =
                previousTenancy.filter(tenancy -> !tenancy.retained().isEmpty());
        loopMemory = new LoopMemory(leaseTiming.ttl().multipliedBy(2));
        previousIncarnation = new PreviousIncarnation(self.name(), retainedTenancy);
        consentProtocol = consentProtocol(self, ports, leaseTiming, previousTenancy, events);
        holdPolicy = new HoldPolicy(self, consentProtocol, loopMemory);
        leaseKeeper = leaseKeeper(ports, leaseTiming, previousTenancy, events);
        duplicateNameDetector = new DuplicateNameDetector(self.name(), leaseTiming.ttl());
        announcementSchedule = new AnnouncementSchedule(announceSettings);
        probationTracker = new ProbationTracker(loopSettings.probationSettings());
        knownNeighbours = new KnownNeighbours(ports.addresses(), announceSettings.unicastTargets(), events);
        // the longest lifetime of an owner, which the kernel may end late; a gate closes earlier
        var orphanedEntries = new OrphanedEntries(
                leaseTiming.ttl().plus(Proof.KERNEL_LATENESS), announceSettings.isProbing(), retainedTenancy);
        conflictDetector =
                new ConflictDetector(ports.addresses(), ports.clock(), announcementSchedule, orphanedEntries, events);
        announcer = new Announcer(ports.addresses(), ports.clock(), announcementSchedule, knownNeighbours, events);
        addressExecutor =
                new AddressExecutor(ports.addresses(), ports.clock(), loopMemory, conflictDetector, announcer, events);
        attempts = new Attempts(leaseKeeper, consentProtocol, events);
    }

    private static ConsentProtocol consentProtocol(
            Self self,
            LoopPorts ports,
            LeaseTiming leaseTiming,
            Optional<PreviousTenancy> previousTenancy,
            Consumer<Event> events) {
        Optional<Incarnation> previousSelf = previousTenancy.map(PreviousTenancy::incarnation);
        Duration questionInterval = leaseTiming.renewalPeriod(leaseTiming.ttl());
        return new ConsentProtocol(
                self.identity(),
                previousSelf,
                ports.peers(),
                ports.clock(),
                ports.questionIds(),
                questionInterval,
                events);
    }

    private LeaseKeeper leaseKeeper(
            LoopPorts ports,
            LeaseTiming leaseTiming,
            Optional<PreviousTenancy> previousTenancy,
            Consumer<Event> events) {
        Optional<LeaseId> leaseToEnd =
                previousTenancy.filter(tenancy -> tenancy.retained().isEmpty()).map(PreviousTenancy::lease);
        var gateRenewal = new GateRenewal(ports.addresses(), ports.clock(), leaseTiming.expiryGuard());
        var keeper = new LeaseKeeper(
                ports.store(),
                ports.clock(),
                leaseTiming,
                ports.leaseRecorder(),
                holdPolicy::mayHold,
                gateRenewal,
                events);
        leaseToEnd.ifPresent(keeper::endFirst);
        return keeper;
    }

    Self self() {
        return loopSettings.self();
    }

    /// Applies the settings. If all bound addresses are announced periodically from now on, those bound already
    /// are, too.
    void apply(LoopSettings next, Duration now) {
        if (next.equals(loopSettings)) {
            return;
        }
        loopSettings = next;
        holdPolicy.reconfigure(next.self());
        loopMemory.reconfigure(next.self());
        probationTracker.reconfigure(next.probationSettings());
        AnnounceSettings announceSettings = next.announceSettings();
        announcementSchedule.reconfigure(announceSettings, now);
        conflictDetector.setProbing(announceSettings.isProbing());
        knownNeighbours.reconfigure(announceSettings.unicastTargets());
        announceSettings
                .period()
                .ifPresent(time -> announcementSchedule.announceWithin(conflictDetector.bound(), time, now));
    }

    /// When the loop must act again without an event.
    Duration nextDue(Duration now) {
        return Stream.of(
                        Optional.of(leaseKeeper.nextAttempt()),
                        announcementSchedule.nextDue(now),
                        loopMemory.bindBackoff().nextDue(now),
                        probationTracker.nextDue(),
                        conflictDetector.nextDue(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(now);
    }
}
