package io.yaim.loop;

import io.yaim.loop.address.WorkSlices;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.model.StoreChange;
import io.yaim.plan.Action;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Carries out the actions of a plan, each for itself: one that fails holds up no other.
final class PlanExecutor {

    private final Store store;
    private final LoopParts parts;
    private final Duration ttl;
    private final Consumer<Event> events;

    PlanExecutor(Store store, LoopParts parts, Duration ttl, Consumer<Event> events) {
        this.store = store;
        this.parts = parts;
        this.ttl = ttl;
        this.events = events;
    }

    /// @param hostReadAt when the addresses were read by which the plan was made
    void execute(List<Action> plan, Duration hostReadAt) {
        for (Action action : plan) {
            switch (action) {
                case Action.ObtainLease _ -> parts.attempts.run("obtain a lease", parts.leaseKeeper::obtain);
                case Action.Drop(var addresses, var reason) ->
                    parts.attempts.run("drop addresses", () -> parts.addressExecutor.drop(addresses, reason));
                case Action.Commit(var changes) -> parts.attempts.run("write to the store", () -> commit(changes));
                case Action.Bind(var bindings) ->
                    parts.attempts.run("bind addresses", () -> parts.addressExecutor.bind(bindings));
                case Action.Refresh(var bindings) ->
                    parts.attempts.run(
                            "refresh addresses",
                            () -> parts.addressExecutor.refresh(bindings, parts.leaseKeeper::proof));
                case Action.HoldByConsent(var bindings) ->
                    parts.attempts.run(
                            "hold on to addresses",
                            () -> parts.addressExecutor.refresh(bindings, parts.holdPolicy::useConsentProof));
                case Action.HoldWithoutProof(var held, var claimed) ->
                    parts.attempts.run(
                            "keep addresses",
                            () -> parts.addressExecutor.holdWithoutProof(held, claimed, ttl, hostReadAt));
                case Action.Announce(var bindings) ->
                    parts.attempts.run("announce addresses", () -> parts.addressExecutor.announce(bindings));
                case Action.RequestRefusals(var records) -> parts.consentProtocol.requestRefusals(records);
                case Action.StartClaimProbing(var ranks) -> parts.conflictDetector.startClaimProbing(ranks);
                case Action.Probe(var bindings) -> parts.conflictDetector.probe(bindings);
                case Action.ReleaseLease _ -> parts.attempts.run("end the lease", parts.leaseKeeper::release);
            }
        }
    }

    /// What may take a mark away is noted before it is sent: answered or not, it may take effect.
    private void commit(List<StoreChange> changes) throws IOException {
        for (List<StoreChange> slice : WorkSlices.of(changes)) {
            parts.leaseKeeper.renewIfDue();
            Optional<Lease> lease = parts.leaseKeeper.lease();
            if (lease.isEmpty() || parts.leaseKeeper.proof().isEmpty()) {
                return;
            }
            slice.forEach(change -> change.releasedMark().ifPresent(parts.loopMemory::noteRelease));
            slice.forEach(parts.consentProtocol::noteSending);
            Store.Outcome outcome = store.commit(lease.get().id(), slice);
            outcome.applied().forEach(change -> events.accept(new Event.ChangeApplied(change)));
            outcome.refused().forEach(change -> events.accept(new Event.ChangeRejected(change)));
        }
    }
}
