package io.yaim.loop;

import io.yaim.loop.address.NoProofGround;
import io.yaim.loop.address.ProofGround;
import io.yaim.loop.address.WorkSlices;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.model.Proof;
import io.yaim.model.StoreChange;
import io.yaim.plan.Action;
import io.yaim.store.Store;
import io.yaim.store.UnfinishedCallException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries out the actions of a plan independently: a failed action does not stop the others.
final class PlanExecutor {

    private final LoopPorts ports;
    private final LoopParts parts;
    private final Duration ttl;
    private final Consumer<Event> events;

    /// @param ttl the ttl that a new lease would have
    PlanExecutor(LoopPorts ports, LoopParts parts, Duration ttl, Consumer<Event> events) {
        this.ports = ports;
        this.parts = parts;
        this.ttl = ttl;
        this.events = events;
    }

    /// @param hostReadAt when the host was read for this plan
    void execute(List<Action> plan, Duration hostReadAt) {
        var noProof = new NoProofGround(ports.clock(), parts.loopMemory.refreshTime(), ttl, hostReadAt);
        plan.forEach(action -> execute(action, noProof));
    }

    private void execute(Action action, NoProofGround noProof) {
        switch (action) {
            case Action.ObtainLease _ -> run("obtain a lease", parts.leaseKeeper::obtain);
            case Action.Drop(var addresses, var reason) ->
                run("drop addresses", () -> parts.addressExecutor.drop(addresses, reason));
            case Action.Commit(var changes) -> run("write to the store", () -> commit(changes));
            case Action.Bind(var bindings) ->
                run("bind addresses", () -> parts.addressExecutor.bind(bindings, leaseGround()));
            case Action.Refresh(var bindings) ->
                run("refresh addresses", () -> parts.addressExecutor.refresh(bindings, leaseGround()));
            case Action.HoldByConsent(var bindings) ->
                run("hold on to addresses", () -> parts.addressExecutor.refresh(bindings, consentGround()));
            case Action.HoldWithoutProof(var held, var claimed) ->
                run("hold addresses", () -> parts.addressExecutor.holdWithoutProof(held, claimed, noProof));
            case Action.Announce(var bindings) ->
                run("announce addresses", () -> parts.announcer.announce(bindings, leaseGround()::isValid));
            case Action.AnnounceWithoutProof(var bindings) ->
                run("announce addresses", () -> parts.announcer.announceWithoutProof(bindings, noProof::isValid));
            case Action.RequestRefusals(var records) -> parts.consentProtocol.requestRefusals(records);
            case Action.StartClaimProbing(var ranks) -> parts.conflictDetector.startClaimProbing(ranks);
            case Action.Probe(var bindings) -> parts.conflictDetector.probe(bindings);
            case Action.ReleaseLease _ -> run("end the lease", parts.leaseKeeper::release);
        }
    }

    private void run(String what, Attempts.Step step) {
        parts.attempts.run(what, step);
    }

    private ProofGround leaseGround() {
        return ground(parts.leaseKeeper::proof);
    }

    private ProofGround consentGround() {
        return ground(parts.holdPolicy::useConsentProof);
    }

    private ProofGround ground(Supplier<Optional<Proof>> proof) {
        return new ProofGround(proof, parts.leaseKeeper, ports.clock(), parts.loopMemory.refreshTime(), events);
    }

    /// Notes changes that may remove a mark before they are sent. Even without an answer they may take effect.
    private void commit(List<StoreChange> changes) throws IOException {
        for (List<StoreChange> slice : WorkSlices.of(changes)) {
            parts.leaseKeeper.renewIfDue();
            Optional<Lease> lease = parts.leaseKeeper.lease();
            if (lease.isEmpty() || parts.leaseKeeper.proof().isEmpty()) {
                return;
            }
            slice.forEach(change -> change.releasedMark().ifPresent(parts.loopMemory::noteRelease));
            slice.forEach(parts.consentProtocol::noteSending);
            Store.Outcome outcome = send(lease.get(), slice);
            outcome.applied().forEach(change -> events.accept(new Event.ChangeApplied(change)));
            outcome.refused().forEach(change -> events.accept(new Event.ChangeRejected(change)));
        }
    }

    private Store.Outcome send(Lease lease, List<StoreChange> slice) throws IOException {
        try {
            return ports.store().commit(lease.id(), slice);
        } catch (UnfinishedCallException e) {
            throw e;
        } catch (IOException e) {
            if (slice.stream().anyMatch(PlanExecutor::isAboutOwnMark)) {
                parts.storeAccess.noteStuckMark();
            }
            throw e;
        }
    }

    /// Whether the mark is there, names this node, and its address is not bound here.
    private static boolean isAboutOwnMark(StoreChange change) {
        return change.releasedMark().isPresent() || change instanceof StoreChange.Retake;
    }
}
