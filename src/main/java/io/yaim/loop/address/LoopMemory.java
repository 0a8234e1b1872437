package io.yaim.loop.address;

import io.yaim.model.Entry;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.LastOwnership;
import io.yaim.plan.ProbeStatus;
import io.yaim.plan.RememberedLifetimes;
import io.yaim.plan.RememberedState;
import io.yaim.plan.RememberedStore;
import io.yaim.plan.Self;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loop remembers between cycles, because neither the store nor the kernel can report it.
public final class LoopMemory {

    private final Duration abandonedAfter;
    private final BindBackoff bindBackoff = new BindBackoff();
    private final RefreshTime refreshTime = new RefreshTime();
    private final Map<VirtualIp, Long> pendingReleases = new HashMap<>();
    private final Map<VirtualIp, Duration> abandonedSince = new HashMap<>();
    private final SortedMap<VirtualIp, LastOwnership> lastOwnerships = new TreeMap<>();
    private Optional<View> lastView = Optional.empty();
    private Duration heldWithoutProofAt = Duration.ZERO;
    private Duration consentLifetimesUntil = Duration.ZERO;
    private Duration refreshedUntil = Duration.ZERO;
    private List<Node> membership = List.of();
    private Duration membershipSince = Duration.ZERO;

    /// @param abandonedAfter how long a mark without a lease stays after its owner was lost
    public LoopMemory(Duration abandonedAfter) {
        this.abandonedAfter = abandonedAfter;
    }

    public BindBackoff bindBackoff() {
        return bindBackoff;
    }

    public RefreshTime refreshTime() {
        return refreshTime;
    }

    /// Called before an unmark or a hand-over is sent. From then on it can take effect at any time.
    public void noteRelease(Mark mark) {
        pendingReleases.put(mark.ip(), mark.revision());
    }

    /// All lifetimes were refreshed by this proof.
    public void noteRefreshed(Proof proof) {
        refreshedUntil = proof.endsAt();
    }

    /// Called before lifetimes are given by consent of the peers. Some may be given even if the call fails.
    public void noteConsentLifetimes(Proof proof) {
        consentLifetimesUntil =
                proof.endsAt().compareTo(consentLifetimesUntil) > 0 ? proof.endsAt() : consentLifetimesUntil;
    }

    /// Addresses were given lifetimes without a proof.
    void noteHeldWithoutProof(Duration now) {
        heldWithoutProofAt = now;
    }

    /// The last view of the store, however old.
    public Optional<View> lastView() {
        return lastView;
    }

    /// Applies the failure modes that hold now, even if the store is away already.
    public void reconfigure(Self self) {
        lastView.ifPresent(view -> lastOwnerships.replaceAll((ip, lastOwnership) -> {
            Entry entry = view.pool().get(ip);
            return entry == null ? lastOwnership : new LastOwnership(lastOwnership.lease(), self.failureMode(entry));
        }));
    }

    /// Updates what is remembered from this view.
    ///
    /// @param lease this node's present lease, which has a valid proof
    public void updateFrom(View view, Self self, LeaseId lease, Duration now) {
        pendingReleases.entrySet().removeIf(release -> {
            Mark mark = view.marks().get(release.getKey());
            return mark == null || mark.revision() > release.getValue();
        });
        List<Node> present =
                view.nodes().values().stream().map(LoopMemory::identity).toList();
        if (!present.equals(membership)) {
            membership = present;
            membershipSince = now;
        }
        Set<VirtualIp> seenAbandoned = new HashSet<>();
        for (Mark mark : view.marks().values()) {
            if (mark.lease().isEmpty() && !view.nodes().containsKey(mark.owner())) {
                seenAbandoned.add(mark.ip());
                abandonedSince.putIfAbsent(mark.ip(), now);
            }
        }
        abandonedSince.keySet().retainAll(seenAbandoned);
        lastView = Optional.of(view);
        updateOwnerships(view, self, lease);
    }

    /// An entry without a mark is left unchanged: this node may still hold it from an earlier lease.
    private void updateOwnerships(View view, Self self, LeaseId lease) {
        lastOwnerships.keySet().retainAll(view.pool().keySet());
        for (Mark mark : view.marks().values()) {
            Entry entry = view.pool().get(mark.ip());
            boolean isFirm = mark.owner().equals(self.name())
                    && mark.isAttachedTo(lease)
                    && !Long.valueOf(mark.revision()).equals(pendingReleases.get(mark.ip()));
            if (isFirm && entry != null) {
                lastOwnerships.put(mark.ip(), new LastOwnership(lease, self.failureMode(entry)));
            } else {
                lastOwnerships.remove(mark.ip());
            }
        }
    }

    /// The identity of a node, without what may change during its incarnation.
    private static Node identity(Node node) {
        return Node.plain(node.name(), node.incarnation(), node.lease(), 0);
    }

    /// The memory that a plan may use.
    ///
    /// @param announceable entries whose next announcement is due
    /// @param refused lost nodes that a peer of their consent record has refused
    public RememberedState rememberedState(
            Set<VirtualIp> announceable,
            ProbeStatus probeStatus,
            Set<Tenancy> refused,
            Optional<PreviousTenancy> previousTenancy,
            Duration now) {
        var due = new HashSet<VirtualIp>();
        abandonedSince.forEach((ip, since) -> {
            if (now.minus(since).compareTo(abandonedAfter) >= 0) {
                due.add(ip);
            }
        });
        return new RememberedState(
                new RememberedStore(lastView, lastOwnerships, new TreeMap<>(pendingReleases), due, membershipSince),
                new RememberedLifetimes(refreshedUntil, consentLifetimesUntil, heldWithoutProofAt),
                bindBackoff.activeAt(now),
                announceable,
                probeStatus,
                refused,
                previousTenancy);
    }
}
