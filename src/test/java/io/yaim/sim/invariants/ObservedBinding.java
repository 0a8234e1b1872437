package io.yaim.sim.invariants;

import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.VirtualIp;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The node that bound an address on a host last, and why the address may be there.
public final class ObservedBinding {

    private final SimulatedNode node;
    private final VirtualIp ip;
    private final StoreServer storeServer;
    private final Optional<LeaseId> lease;
    private final int epoch;
    private final Set<LeaseId> markedOn;
    private final Duration since;
    private boolean isExtended;
    private boolean isHeldByConsent;
    private boolean isUnproven;

    /// Why an address may be where it is.
    enum Justification {
        PROVEN,
        HELD_BY_CONSENT,
        /// Held by consent by a node that cannot know that the store was restored.
        FROM_BEFORE_RESTORE,
        /// Held or taken because an entry of mode `claim` must have an owner in any case.
        CLAIMED_WITHOUT_PROOF,
        NONE
    }

    /// @param old the binding of the address on this host until now
    ObservedBinding(
            SimulatedNode simulatedNode,
            VirtualIp ip,
            StoreServer storeServer,
            Optional<ObservedBinding> old,
            Duration now) {
        this.node = simulatedNode;
        this.ip = ip;
        this.storeServer = storeServer;
        lease = simulatedNode.proofTracker().latest();
        since = old.map(ObservedBinding::since).orElse(now);
        isHeldByConsent = old.filter(same -> same.node == simulatedNode && same.isHeldByConsent)
                .isPresent();
        isUnproven = old.filter(same -> same.node == simulatedNode && same.isUnproven && !isMarked())
                .isPresent();
        epoch = simulatedNode.epoch();
        markedOn = simulatedNode.consentTracker().markedOn(ip);
    }

    /// The node that gave the address its lifetime last.
    SimulatedNode node() {
        return node;
    }

    /// Since when the address has been there.
    Duration since() {
        return since;
    }

    /// Whether a previous incarnation left it bound for this one.
    boolean wasRetainedFor(SimulatedNode heir) {
        return heir != node && lease.filter(held -> heir.hasInherited(ip, held)).isPresent();
    }

    /// The lease by which the address was bound or refreshed last.
    Optional<LeaseId> lease() {
        return lease;
    }

    /// Another program gave it another lifetime.
    void extended() {
        isExtended = true;
    }

    public boolean isExtended() {
        return isExtended;
    }

    Justification justification(Optional<Mark> mark) {
        mark.filter(present -> present.owner().equals(node.name()))
                .flatMap(Mark::lease)
                .filter(node.proofTracker()::isGranted)
                .ifPresent(markedOn::add);
        if (isExtended
                || lease.filter(held -> isProven(held, mark) || isInherited(held, mark))
                        .isPresent()) {
            isHeldByConsent = false;
            isUnproven = isUnproven || isLost();
            return Justification.PROVEN;
        }
        if (markedOn.stream().anyMatch(marked -> hasConsents(marked))) {
            return Justification.HELD_BY_CONSENT;
        }
        if (isClaimedSince(mark)) {
            return Justification.PROVEN;
        }
        if (isFromBeforeRestore()) {
            return Justification.FROM_BEFORE_RESTORE;
        }
        isUnproven = isUnproven || node.mayBindWithoutProof(ip);
        return isUnproven ? Justification.CLAIMED_WITHOUT_PROOF : Justification.NONE;
    }

    /// It was held by consent. Now it is marked on a later lease that proves for longer than the address stays, but
    /// the kernel could not give it a new lifetime yet.
    private boolean isClaimedSince(Optional<Mark> mark) {
        Optional<Duration> end = node.machine().kernel().endOf(ip);
        return isHeldByConsent
                && end.isPresent()
                && markedOn.stream()
                        .anyMatch(marked ->
                                isProven(marked, mark) && node.proofTracker().provesAt(marked, end.get()));
    }

    /// A node that has a lease again may not have been able to read the store yet. It holds its addresses until
    /// then.
    private boolean isMarked() {
        Mark mark = storeServer.actualView().marks().get(ip);
        return mark != null
                && mark.owner().equals(node.name())
                && lease.filter(mark::isAttachedTo).isPresent();
    }

    /// The store has forgotten that the entry is owned by this incarnation, and the loop may know that already.
    private boolean isLost() {
        return node.isInClaimMode(ip)
                && lease.filter(storeServer::hasBrokenPromise).isPresent();
    }

    /// Whether nothing has proved since it was bound or refreshed that it may be there.
    boolean isUnproven() {
        return isUnproven;
    }

    private boolean isProven(LeaseId held, Optional<Mark> mark) {
        return isProven(node, held, mark);
    }

    private boolean isProven(SimulatedNode owner, LeaseId held, Optional<Mark> mark) {
        boolean isMine = mark.filter(
                        present -> present.isAttachedTo(held) && present.owner().equals(owner.name()))
                .isPresent();
        return owner.proofTracker().provesNow(held) && (isMine || storeServer.hasBrokenPromise(held));
    }

    /// A previous incarnation left it bound, and its lease still proves it. But the mark is on the lease of a later
    /// incarnation already.
    private boolean isInherited(LeaseId held, Optional<Mark> mark) {
        return node.proofTracker().provesNow(held) && isPassedOn(held, mark);
    }

    /// Whether the mark belongs to an incarnation that inherited the address under this lease, directly or through
    /// others. An incarnation in between need not have been able to give the address a lifetime.
    private boolean isPassedOn(LeaseId held, Optional<Mark> mark) {
        return node.machine().successors(held).stream()
                .filter(heir -> heir.hasInherited(ip, held))
                .anyMatch(heir -> heir.proofTracker()
                        .latest()
                        .filter(present -> isProven(heir, present, mark) || isPassedOn(present, mark))
                        .isPresent());
    }

    private boolean hasConsents(LeaseId marked) {
        return storeServer.epochOf(marked) == epoch && node.consentTracker().areAllGiven(marked);
    }

    /// Whether it has been held since before the store was restored. If the store forgot the mark before the
    /// address was bound, only the lease is known.
    boolean isFromBeforeRestore() {
        return Stream.concat(markedOn.stream(), lease.stream())
                .anyMatch(marked -> storeServer.wasRestoredSince(marked)
                        && storeServer.epochOf(marked) == epoch
                        && node.consentTracker().isAnyGiven(marked));
    }

    /// True once each time that holding begins.
    boolean beginHoldByConsent() {
        boolean begins = !isHeldByConsent;
        isHeldByConsent = true;
        return begins;
    }

    @Override
    public String toString() {
        return node.proofTracker().describe(lease) + ", was marked on " + markedOn;
    }
}
