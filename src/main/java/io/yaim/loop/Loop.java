package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.loop.address.AddressExecutor;
import io.yaim.loop.address.LoopMemory;
import io.yaim.loop.address.WorkSlices;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.AnnouncementSchedule;
import io.yaim.loop.announce.KnownNeighbours;
import io.yaim.loop.conflict.ConflictDetector;
import io.yaim.loop.conflict.OrphanedEntries;
import io.yaim.loop.consent.ConsentProtocol;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.DuplicateNameDetector;
import io.yaim.loop.lease.GateRenewal;
import io.yaim.loop.lease.LeaseKeeper;
import io.yaim.loop.lease.LeaseRecorder;
import io.yaim.loop.restart.GracefulRestart;
import io.yaim.loop.restart.PreviousIncarnation;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.Proof;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.peer.Peers;
import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.Self;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Store;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Observes, plans, carries out. A pass never waits for anything but an answer, never tries again, and
/// knows nothing of the passes before it but what is in the notebook: what failed is simply seen again.
public final class Loop {

    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(3);

    private final Store store;
    private final Addresses addresses;
    private final HealthSource healthSource;
    private final Clock clock;
    private final LeaseTiming leaseTiming;
    private final LoopMemory loopMemory;
    private final LeaseKeeper leaseKeeper;
    private final ConflictDetector conflictDetector;
    private final KnownNeighbours knownNeighbours;
    private final AddressExecutor addressExecutor;
    private final ConsentProtocol consentProtocol;
    private final HoldPolicy holdPolicy;
    private final DuplicateNameDetector duplicateNameDetector;
    private final LoopPacing loopPacing;
    private final PreviousIncarnation previousIncarnation;
    private final GracefulRestart gracefulRestart = new GracefulRestart();
    private final List<Event> events = new ArrayList<>();
    private LoopSettings loopSettings;
    private volatile LoopSettings requestedSettings;
    private Duration hostReadAt = Duration.ZERO;
    private Optional<Duration> leavingSince = Optional.empty();
    private volatile boolean isLeaving;

    /// @param previousTenancy this node's life before this one on this host, if it did not end its lease: that is
    ///     done first, unless it kept addresses
    /// @param peers the way to the other nodes, past the store
    /// @param questionIds draws the numbers of questions to them
    public Loop(
            Self self,
            Store store,
            Addresses addresses,
            HealthSource healthSource,
            Clock clock,
            LeaseTiming leaseTiming,
            AnnounceSettings announceSettings,
            LeaseRecorder record,
            Optional<PreviousTenancy> previousTenancy,
            Peers peers,
            LongSupplier questionIds) {
        loopSettings = new LoopSettings(self, announceSettings);
        requestedSettings = loopSettings;
        this.store = store;
        this.addresses = addresses;
        this.healthSource = healthSource;
        this.clock = clock;
        this.leaseTiming = leaseTiming;
        loopMemory = new LoopMemory(leaseTiming.ttl().multipliedBy(2));
        Optional<PreviousTenancy> retainedTenancy =
                previousTenancy.filter(life -> !life.retained().isEmpty());
        previousIncarnation = new PreviousIncarnation(self.name(), retainedTenancy);
        Duration period = leaseTiming.renewalPeriod(leaseTiming.ttl());
        Optional<Incarnation> previousSelf = previousTenancy.map(PreviousTenancy::incarnation);
        consentProtocol = new ConsentProtocol(
                self.name(),
                self.incarnation(),
                self.peerAddress(),
                previousSelf,
                peers,
                clock,
                questionIds,
                period,
                events::add);
        holdPolicy = new HoldPolicy(self, consentProtocol, loopMemory);
        duplicateNameDetector = new DuplicateNameDetector(self.name(), leaseTiming.ttl());
        loopPacing = new LoopPacing(leaseTiming.retryPause(), leaseTiming.interval());
        Optional<LeaseId> leaseToEnd =
                previousTenancy.filter(life -> life.retained().isEmpty()).map(PreviousTenancy::lease);
        var gateRenewal = new GateRenewal(addresses, clock, leaseTiming.expiryGuard());
        leaseKeeper = new LeaseKeeper(
                store, clock, leaseTiming, record, leaseToEnd, holdPolicy::mayHold, gateRenewal, events::add);
        var announcementSchedule = new AnnouncementSchedule(announceSettings);
        // the kernel ends the longest lifetime that an owner may have given, late; a gate falls shut sooner
        var orphanedEntries = new OrphanedEntries(
                leaseTiming.ttl().plus(Proof.KERNEL_LATENESS), announceSettings.isProbing(), retainedTenancy);
        conflictDetector = new ConflictDetector(addresses, clock, announcementSchedule, orphanedEntries, events::add);
        knownNeighbours = new KnownNeighbours(addresses, announceSettings.unicastTargets(), events::add);
        addressExecutor = new AddressExecutor(
                addresses,
                clock,
                leaseKeeper,
                loopMemory,
                announcementSchedule,
                conflictDetector,
                knownNeighbours,
                events::add);
    }

    /// Makes the passes to come drop everything, pass it on, and leave. May be called from any thread.
    public void leave() {
        isLeaving = true;
    }

    /// Makes the next pass that has a fresh keep-alive the last: what is surely this node's own stays bound
    /// for as long as that proves, for a restart to come. If there is no such thing, the loop leaves. May
    /// be called from any thread.
    public void stopForRestart() {
        gracefulRestart.request();
    }

    /// Makes the next pass go by these from its start. May be called from any thread.
    public void reconfigure(LoopSettings next) {
        requestedSettings = next.requireSuccessorOf(requestedSettings.self());
    }

    public Cycle runCycle() {
        events.clear();
        Duration started = clock.now();
        applySettings(requestedSettings, started);
        if (gracefulRestart.startIfRequested(started)) {
            leaseKeeper.makeRenewalDue();
        }
        if (gracefulRestart.isOverdue(started)) {
            isLeaving = true;
        }
        Optional<Observation> seen = observe();
        boolean isStoppingForRestart =
                seen.filter(gracefulRestart::hasFreshRenewal).isPresent();
        List<Action> plan = seen.map(isStoppingForRestart ? Planner::planRestart : Planner::plan)
                .orElse(List.of());
        for (Action action : plan) {
            carryOut(action);
        }
        boolean hasStoppedForRestart = isStoppingForRestart && hasRetainedAddresses(plan);
        return new Cycle(
                seen, plan, events, started, clock.now(), pause(), hasStoppedForRestart || hasFinishedLeaving(seen));
    }

    private void applySettings(LoopSettings next, Duration now) {
        if (!next.equals(loopSettings)) {
            loopSettings = next;
            holdPolicy.reconfigure(next.self());
            loopMemory.reconfigure(next.self());
            addressExecutor.reconfigure(next.announceSettings(), now);
        }
    }

    private boolean hasRetainedAddresses(List<Action> plan) {
        Optional<Event> retained = GracefulRestart.retainedEvent(plan, events, leaseKeeper.lease());
        retained.ifPresent(events::add);
        if (retained.isEmpty()) {
            isLeaving = true;
        }
        return retained.isPresent();
    }

    /// Whoever cannot see the kernel cannot answer for its addresses, and lets the lease run out.
    private Optional<Observation> observe() {
        boolean leaving = isLeaving;
        if (leaving && leavingSince.isEmpty()) {
            leavingSince = Optional.of(clock.now());
        }
        hostReadAt = clock.now();
        Optional<Host> host = attempt("look at the addresses", addresses::readHost);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        carryOut("renew the lease", leaseKeeper::renewIfDue);
        consentProtocol.exchangeMessages(!leaseKeeper.isUnanswered(), provenLease());
        Optional<View> view =
                leaseKeeper.proof().isPresent() ? attempt("read the store", store::view) : Optional.empty();
        Duration now = clock.now();
        view.ifPresent(picture -> updateFrom(picture, now));
        addressExecutor.listen(host.get(), now);
        var seen = new Observation(
                loopSettings.self(),
                now,
                healthSource.ofNode(),
                healthSource.ofEntries(),
                host.get(),
                leaseKeeper.lease(),
                consentProtocol.consent(),
                addressExecutor.refreshTime(host.get()),
                leaseKeeper.proof().isPresent() ? view : Optional.empty(),
                addressExecutor.rememberedState(
                        host.get(),
                        consentProtocol.refusedTenancies(),
                        previousIncarnation.remainingUnder(leaseKeeper.lease()),
                        now),
                knownNeighbours.refresh(loopSettings.self(), loopMemory.lastView(), host.get(), now),
                store.standing(),
                leaving);
        view.ifPresent(
                picture -> duplicateNameDetector.update(Planner.hasDuplicateName(seen, picture), isLeaving, now));
        return Optional.of(seen);
    }

    private Optional<LeaseId> provenLease() {
        return leaseKeeper.proof().isPresent() ? leaseKeeper.lease().map(Lease::id) : Optional.empty();
    }

    private void updateFrom(View view, Duration now) {
        Self self = loopSettings.self();
        leaseKeeper.lease().map(Lease::id).ifPresent(lease -> {
            loopMemory.updateFrom(view, self, lease, now);
            conflictDetector.updateFrom(view, self.name(), lease, now);
        });
        consentProtocol.updateFrom(view);
        if (previousIncarnation.updateFrom(view)) {
            loopMemory.noteRefreshed(new Proof(Duration.ZERO)); // what is this node's own only now was left out so far
        }
        previousIncarnation
                .endableLease(view)
                .ifPresent(lease -> carryOut("end the former lease", () -> {
                    store.revokeLease(lease);
                    previousIncarnation.noteLeaseEnded();
                }));
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.ObtainLease _ -> carryOut("obtain a lease", leaseKeeper::obtain);
            case Action.Drop drop ->
                carryOut("drop addresses", () -> addressExecutor.drop(drop.addresses(), drop.reason()));
            case Action.Commit commit -> carryOut("write to the store", () -> commit(commit.changes()));
            case Action.Bind bind -> carryOut("bind addresses", () -> addressExecutor.bind(bind.bindings()));
            case Action.Refresh refresh ->
                carryOut("refresh addresses", () -> addressExecutor.refresh(refresh.bindings(), leaseKeeper::proof));
            case Action.HoldByConsent hold ->
                carryOut(
                        "hold on to addresses",
                        () -> addressExecutor.refresh(hold.bindings(), holdPolicy::useConsentProof));
            case Action.RequestRefusals requestRefusals -> consentProtocol.requestRefusals(requestRefusals.records());
            case Action.HoldWithoutProof holdWithoutProof ->
                carryOut(
                        "keep addresses",
                        () -> addressExecutor.holdWithoutProof(
                                holdWithoutProof.held(), holdWithoutProof.claimed(), leaseTiming.ttl(), hostReadAt));
            case Action.StartClaimProbing startClaimProbing ->
                conflictDetector.startClaimProbing(startClaimProbing.ranks());
            case Action.Probe probe -> conflictDetector.probe(probe.bindings());
            case Action.Announce announce ->
                carryOut("announce addresses", () -> addressExecutor.announce(announce.bindings()));
            case Action.ReleaseLease _ -> carryOut("end the lease", leaseKeeper::release);
        }
    }

    /// What may take a mark away is noted before it is sent: answered or not, it may take effect.
    private void commit(List<StoreChange> changes) throws IOException {
        for (List<StoreChange> slice : WorkSlices.of(changes)) {
            leaseKeeper.renewIfDue();
            Optional<Lease> lease = leaseKeeper.lease();
            if (lease.isEmpty() || leaseKeeper.proof().isEmpty()) {
                return;
            }
            slice.forEach(storeChange -> storeChange.releasedMark().ifPresent(loopMemory::noteRelease));
            slice.forEach(consentProtocol::noteSending);
            Store.Outcome outcome = store.commit(lease.get().id(), slice);
            outcome.applied().forEach(storeChange -> events.add(new Event.ChangeApplied(storeChange)));
            outcome.refused().forEach(storeChange -> events.add(new Event.ChangeRejected(storeChange)));
        }
    }

    private void carryOut(String what, Effect effect) {
        attempt(what, () -> {
            effect.run();
            return what;
        });
    }

    /// Expected failures end here: they are told, and the next pass sees what came of it.
    private <T> Optional<T> attempt(String what, Attempt<T> attempt) {
        try {
            return Optional.of(attempt.run());
        } catch (StoreWentBackException e) {
            leaseKeeper.loseAfterStoreRollback(String.valueOf(e.getMessage()));
            consentProtocol.forget();
            return Optional.empty();
        } catch (LeaseEndedException e) {
            leaseKeeper.lose(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (IOException e) {
            events.add(new Event.Failed(what, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Duration pause() {
        Duration now = clock.now();
        Duration due = Stream.of(Optional.of(leaseKeeper.nextAttempt()), addressExecutor.nextDue(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(now);
        return loopPacing.pauseAfter(events, due, now);
    }

    private boolean hasFinishedLeaving(Optional<Observation> seen) {
        if (leavingSince.isEmpty()) {
            return false;
        }
        boolean isGone = leaseKeeper.lease().isEmpty()
                && seen.filter(observation -> Planner.ours(observation).isEmpty())
                        .isPresent();
        return isGone || clock.now().minus(leavingSince.get()).compareTo(LEAVE_TIMEOUT) > 0;
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private interface Effect {
        void run() throws IOException;
    }
}
