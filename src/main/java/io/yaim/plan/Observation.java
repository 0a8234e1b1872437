package io.yaim.plan;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.Proof;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All that a pass saw; nothing else enters into its plan.
///
/// @param now when it was seen, since boot
/// @param remembered what earlier passes left behind
/// @param isLeaving whether this node was told to stop
public record Observation(
        Self self,
        Duration now,
        HealthVerdicts verdicts,
        LocalHost localHost,
        Entitlement entitlement,
        SeenStore store,
        RememberedState remembered,
        boolean isLeaving) {

    public Health health() {
        return verdicts.node();
    }

    public Host host() {
        return localHost.host();
    }

    public Duration refreshTime() {
        return localHost.refreshTime();
    }

    public Optional<Lease> lease() {
        return entitlement.lease();
    }

    public Optional<UnanimousConsent> unanimousConsent() {
        return entitlement.unanimousConsent();
    }

    public Optional<View> view() {
        return store.view();
    }

    /// Whether the lease proves long enough that addresses may stay.
    boolean isLeaseValid() {
        return lease().isPresent() && now.compareTo(lease().get().proof().fenceAt(refreshTime())) < 0;
    }

    /// What the checks say of this node as a place for the entry.
    Health health(Entry entry) {
        return verdicts.of(entry);
    }

    /// Whether a check that the entry asks for itself has failed, going by what was last seen of the pool.
    boolean isOwnCheckFailing(VirtualIp ip) {
        return remembered
                .lastView()
                .map(last -> last.pool().get(ip))
                .filter(entry -> verdicts.own(entry) instanceof Health.Unhealthy own && !own.isUndecided())
                .isPresent();
    }

    /// Whether the mark is this node's: its name is in it, and it hangs on its present lease.
    boolean isMine(Mark mark) {
        return mark.owner().equals(self.name())
                && lease().map(Lease::id).filter(mark::isAttachedTo).isPresent();
    }

    /// Whether the mark is this node's and no unmark or hand-over that was sent can still take it away.
    boolean isFirmlyMine(Mark mark) {
        Long released = remembered.store().pendingReleases().get(mark.ip());
        return isMine(mark) && (released == null || released != mark.revision());
    }

    /// Whether this node holds on to the address by the leave of its witnesses, although no lease proves
    /// that it may.
    boolean isHeldByConsent(VirtualIp ip) {
        LastOwnership lastOwnership = remembered.store().lastOwnerships().get(ip);
        return lastOwnership != null
                && lastOwnership.failureMode() == FailureMode.FAILSAFE
                && unanimousConsent()
                        .filter(all -> all.lease().equals(lastOwnership.lease())
                                && now.compareTo(all.proof().fenceAt(refreshTime())) < 0)
                        .isPresent();
    }

    /// Whether this node keeps the address although nothing proves that it may, because its entry is to
    /// have an owner whatever happens. Not when somebody else says that he has it.
    boolean isHoldingByClaim(VirtualIp ip) {
        return !remembered.probeStatus().conflicts().containsKey(ip)
                && remembered
                        .lastView()
                        .map(last -> last.pool().get(ip))
                        .filter(entry -> self.failureMode(entry) == FailureMode.CLAIM)
                        .isPresent();
    }

    /// Whether this node keeps and takes addresses although nothing proves that it may.
    public boolean isHoldingByClaim() {
        return lease().filter(present -> present.provesAt(now)).isEmpty()
                && remembered
                        .lastView()
                        .filter(last -> self.hasFailureMode(FailureMode.CLAIM, last))
                        .isPresent();
    }

    /// Whether all witnesses have given their leave since the store last answered about the lease: then the
    /// view is what is remembered of a store that is away, and lifetimes by that lease would run out.
    boolean isConsentNewerThanLease() {
        return unanimousConsent()
                .filter(all -> lease().filter(present -> present.id().equals(all.lease())
                                && present.proof()
                                                .endsAt()
                                                .compareTo(all.proof().endsAt())
                                        < 0)
                        .isPresent())
                .isPresent();
    }

    /// Whether only the leave of the witnesses keeps addresses here.
    public boolean isHoldingByConsent() {
        boolean isProven = lease().filter(present -> present.provesAt(now)).isPresent();
        return !isProven
                && unanimousConsent().filter(all -> all.proof().isValidAt(now)).isPresent();
    }

    /// Whether the address hung on the present lease when the store was last seen.
    boolean wasOnThisLease(VirtualIp ip) {
        LastOwnership lastOwnership = remembered.store().lastOwnerships().get(ip);
        return lastOwnership != null && lease().map(Lease::id).equals(Optional.of(lastOwnership.lease()));
    }

    /// Whether one of these addresses is to be given its lifetime anew by this proof.
    boolean isRefreshDue(Proof proof, List<BoundAddress> present) {
        return present.stream()
                .anyMatch(address ->
                        proof.isRefreshDue(remembered.lifetimes().refreshedUntil(), address.lifetimeSeconds()));
    }

    /// Whether somebody else may still have the entry bound, although its mark is gone.
    boolean mayBeBoundElsewhere(VirtualIp ip) {
        return remembered.probeStatus().possiblyBoundElsewhere().contains(ip);
    }

    /// Whether this node's former life left the address bound, and no view has shown its mark written anew
    /// since.
    boolean isInherited(VirtualIp ip) {
        return remembered
                .previousTenancy()
                .filter(previousTenancy -> previousTenancy.retained().contains(ip))
                .isPresent();
    }

    /// Whether an inherited address may stay until its lifetime ends: the lease that its mark is to be hung
    /// on must not end before the one that it was bound by.
    boolean isRetained(VirtualIp ip) {
        return !isLeaving
                && isInherited(ip)
                && remembered
                        .previousTenancy()
                        .map(PreviousTenancy::proofEndsAt)
                        .filter(end -> now.compareTo(end) < 0)
                        .filter(end -> lease().isEmpty()
                                || lease().get().proof().endsAt().compareTo(end) >= 0)
                        .isPresent();
    }

    /// Whether the mark is that of an address which may stay so.
    boolean isRetained(Mark mark) {
        return isRetained(mark.ip())
                && mark.owner().equals(self.name())
                && remembered
                        .previousTenancy()
                        .map(PreviousTenancy::lease)
                        .filter(mark::isAttachedTo)
                        .isPresent();
    }

    /// Whether membership has been quiet long enough for moves that only balance.
    boolean isMembershipStable() {
        return now.minus(remembered.store().membershipSince()).compareTo(self.quietTime()) >= 0;
    }

    LeaseId leaseId() {
        return lease().orElseThrow().id();
    }
}
