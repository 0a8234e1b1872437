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

/// All that a cycle has observed. Its plan depends on nothing else.
///
/// @param now when it was observed, since boot
/// @param remembered what earlier cycles left
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

    /// Whether the proof of the lease lasts long enough that addresses may stay.
    boolean isLeaseValid() {
        return lease().isPresent() && now.compareTo(lease().get().proof().fenceAt(refreshTime())) < 0;
    }

    /// The health of this node for the entry.
    Health health(Entry entry) {
        return verdicts.of(entry);
    }

    /// Whether a check of the entry itself has failed, by the last known pool.
    boolean isOwnCheckFailing(VirtualIp ip) {
        return remembered
                .lastView()
                .map(last -> last.pool().get(ip))
                .filter(entry -> verdicts.own(entry) instanceof Health.Unhealthy own && !own.isUndecided())
                .isPresent();
    }

    /// Whether the mark is this node's: it has its name, and is on its present lease.
    boolean isMine(Mark mark) {
        return mark.owner().equals(self.name())
                && lease().map(Lease::id).filter(mark::isAttachedTo).isPresent();
    }

    /// Whether the mark is this node's, and no unmark or hand-over that was sent can still remove it.
    boolean isFirmlyMine(Mark mark) {
        Long released = remembered.store().pendingReleases().get(mark.ip());
        return isMine(mark) && (released == null || released != mark.revision());
    }

    /// Whether the entry is this node's: by its mark or, without a view, by a proof that still holds.
    public boolean isOwned(VirtualIp ip) {
        return view().map(current -> Optional.ofNullable(current.marks().get(ip))
                        .filter(this::isMine)
                        .isPresent())
                .orElseGet(() -> (isLeaseValid() && wasOnThisLease(ip)) || isHeldByConsent(ip));
    }

    /// The addresses of this node's entries that another program has put on this host, or has changed there.
    public List<BoundAddress> foreignForms() {
        return host().addresses().stream()
                .filter(address -> !address.isOurs() && isOwned(address.ip()))
                .toList();
    }

    /// Whether consent of all peers lets this node hold the address, with or without a proof of the lease.
    boolean isHeldByConsent(VirtualIp ip) {
        LastOwnership lastOwnership = remembered.store().lastOwnerships().get(ip);
        return lastOwnership != null
                && lastOwnership.failureMode() == FailureMode.FAILSAFE
                && unanimousConsent()
                        .filter(all -> all.lease().equals(lastOwnership.lease())
                                && now.compareTo(all.proof().fenceAt(refreshTime())) < 0)
                        .isPresent();
    }

    /// Whether this node may hold the address without a proof, because the entry is in claim mode. Not if another
    /// host says that it has the address.
    boolean isHoldingByClaim(VirtualIp ip) {
        return !remembered.probeStatus().conflicts().containsKey(ip)
                && remembered
                        .lastView()
                        .map(last -> last.pool().get(ip))
                        .filter(entry -> self.failureMode(entry) == FailureMode.CLAIM)
                        .isPresent();
    }

    /// Whether this node is in claim mode without a proof: it holds and takes addresses.
    public boolean isHoldingByClaim() {
        return lease().filter(present -> present.provesAt(now)).isEmpty()
                && remembered
                        .lastView()
                        .filter(last -> self.hasFailureMode(FailureMode.CLAIM, last))
                        .isPresent();
    }

    /// Whether the consent of all peers ends later than the proof of the lease. Then the store is away, the view
    /// is an old one, and lifetimes by the lease would expire.
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

    /// Whether only the consent of the peers lets this node hold addresses.
    public boolean isHoldingByConsent() {
        boolean isProven = lease().filter(present -> present.provesAt(now)).isPresent();
        return !isProven
                && unanimousConsent().filter(all -> all.proof().isValidAt(now)).isPresent();
    }

    /// Whether the mark of the entry was on the present lease when the store was last seen.
    boolean wasOnThisLease(VirtualIp ip) {
        LastOwnership lastOwnership = remembered.store().lastOwnerships().get(ip);
        return lastOwnership != null && lease().map(Lease::id).equals(Optional.of(lastOwnership.lease()));
    }

    /// Whether one of these addresses needs a new lifetime by this proof.
    boolean isRefreshDue(Proof proof, List<BoundAddress> present) {
        return present.stream()
                .anyMatch(address ->
                        proof.isRefreshDue(remembered.lifetimes().refreshedUntil(), address.lifetimeSeconds()));
    }

    /// Whether another host may still have the entry bound, although its mark is gone.
    boolean mayBeBoundElsewhere(VirtualIp ip) {
        return remembered.probeStatus().possiblyBoundElsewhere().contains(ip);
    }

    /// Whether the previous incarnation retained the address, and no view has shown that its mark was retaken.
    boolean isInherited(VirtualIp ip) {
        return remembered
                .previousTenancy()
                .filter(previousTenancy -> previousTenancy.retained().contains(ip))
                .isPresent();
    }

    /// Whether an inherited address may stay until its lifetime ends. The present lease, which the mark will be
    /// on, must not end before the lease by which the address was bound.
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

    /// Whether the mark belongs to an address that may stay in this way.
    boolean isRetained(Mark mark) {
        return isRetained(mark.ip())
                && mark.owner().equals(self.name())
                && remembered
                        .previousTenancy()
                        .map(PreviousTenancy::lease)
                        .filter(mark::isAttachedTo)
                        .isPresent();
    }

    /// Whether membership was stable for long enough to move entries for balance.
    boolean isMembershipStable() {
        return now.minus(remembered.store().membershipSince()).compareTo(self.quietTime()) >= 0;
    }

    LeaseId leaseId() {
        return lease().orElseThrow().id();
    }
}
