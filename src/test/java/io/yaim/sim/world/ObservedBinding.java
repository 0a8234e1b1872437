package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who bound an address on a host last, and by what right it is there.
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

    /// By what right an address is where it is.
    enum Justification {
        PROVEN,
        HELD_BY_CONSENT,
        /// Held on to by one who cannot know that the store went back.
        FROM_BEFORE_RESTORE,
        /// Kept or taken because an entry of mode `claim` is to have an owner whatever happens.
        CLAIMED_WITHOUT_PROOF,
        NONE
    }

    /// @param old who had it here until now
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

    /// Who gave it its lifetime last.
    SimulatedNode node() {
        return node;
    }

    /// Since when the address has been there.
    Duration since() {
        return since;
    }

    /// Whether a former life left it bound for this one.
    boolean wasRetainedFor(SimulatedNode heir) {
        return heir != node && lease.filter(held -> heir.hasInherited(ip, held)).isPresent();
    }

    /// By which it was bound or refreshed last.
    Optional<LeaseId> lease() {
        return lease;
    }

    /// Somebody else gave it another lifetime.
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

    /// It was held over, and is marked on a lease that was joined since and proves for longer than it is there,
    /// though the kernel could not give it another lifetime yet.
    private boolean isClaimedSince(Optional<Mark> mark) {
        Optional<Duration> end = node.machine().kernel().endOf(ip);
        return isHeldByConsent
                && end.isPresent()
                && markedOn.stream()
                        .anyMatch(marked ->
                                isProven(marked, mark) && node.proofTracker().provesAt(marked, end.get()));
    }

    /// Who has a lease again may still not have been able to read the store, and keeps what he has until
    /// then.
    private boolean isMarked() {
        Mark mark = storeServer.actualView().marks().get(ip);
        return mark != null
                && mark.owner().equals(node.name())
                && lease.filter(mark::isAttachedTo).isPresent();
    }

    /// The store has forgotten that it is this life's, and the loop may know that already.
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

    /// A former life left it bound, and the lease that it was bound by still proves it; but the mark hangs
    /// on that of a later life already.
    private boolean isInherited(LeaseId held, Optional<Mark> mark) {
        return node.proofTracker().provesNow(held) && isPassedOn(held, mark);
    }

    /// Whether it has the mark who was left the address under this lease, or who was left it by one who
    /// was: the second need not have been able to give it a lifetime.
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

    /// Whether it is held on to since before the store went back. Of a mark that the store forgot before
    /// the address was bound, only the lease is known.
    boolean isFromBeforeRestore() {
        return Stream.concat(markedOn.stream(), lease.stream())
                .anyMatch(marked -> storeServer.wasRestoredSince(marked)
                        && storeServer.epochOf(marked) == epoch
                        && node.consentTracker().isAnyGiven(marked));
    }

    /// True once each time that it begins.
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
