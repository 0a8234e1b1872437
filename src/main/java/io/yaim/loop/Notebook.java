package io.yaim.loop;

import io.yaim.model.Entry;
import io.yaim.model.Former;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Holding;
import io.yaim.plan.Memory;
import io.yaim.plan.Self;
import io.yaim.plan.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loop has to remember between passes, because no look at store or kernel could tell it.
final class Notebook {

    private final Duration strayAge;
    private final Map<VirtualIp, Long> releases = new HashMap<>();
    private final Map<VirtualIp, Duration> strays = new HashMap<>();
    private final SortedMap<VirtualIp, Holding> holdings = new TreeMap<>();
    private Optional<View> lastView = Optional.empty();
    private Duration keptAt = Duration.ZERO;
    private Duration lentUntil = Duration.ZERO;
    private Duration refreshedFor = Duration.ZERO;
    private List<Node> membership = List.of();
    private Duration membershipSince = Duration.ZERO;

    /// @param strayAge how long a mark without a lease is left alone after its owner has gone
    Notebook(Duration strayAge) {
        this.strayAge = strayAge;
    }

    /// To be called before an unmark or a hand-over is sent: from here on it can take effect at any time.
    void releasing(Mark mark) {
        releases.put(mark.ip(), mark.revision());
    }

    /// All lifetimes were refreshed by this proof.
    void refreshed(Proof proof) {
        refreshedFor = proof.ends();
    }

    /// To be called before lifetimes are given by the leave of witnesses: some may be, even if the call
    /// fails.
    void lending(Proof proof) {
        lentUntil = proof.ends().compareTo(lentUntil) > 0 ? proof.ends() : lentUntil;
    }

    /// Addresses were given lifetimes that nothing proves.
    void kept(Duration now) {
        keptAt = now;
    }

    /// What was seen of the store last, however long ago.
    Optional<View> lastView() {
        return lastView;
    }

    /// What becomes of entries while the store is away counts as of now, also when it is away already.
    void become(Self self) {
        lastView.ifPresent(view -> holdings.replaceAll((ip, holding) -> {
            Entry entry = view.pool().get(ip);
            return entry == null ? holding : new Holding(holding.lease(), self.failureMode(entry));
        }));
    }

    /// @param lease the lease that proves something now
    void saw(View view, Self self, LeaseId lease, Duration now) {
        releases.entrySet().removeIf(release -> {
            Mark mark = view.marks().get(release.getKey());
            return mark == null || mark.revision() > release.getValue();
        });
        List<Node> present =
                view.nodes().values().stream().map(Notebook::identity).toList();
        if (!present.equals(membership)) {
            membership = present;
            membershipSince = now;
        }
        Set<VirtualIp> seenStrays = new HashSet<>();
        for (Mark mark : view.marks().values()) {
            if (mark.lease().isEmpty() && !view.nodes().containsKey(mark.owner())) {
                seenStrays.add(mark.ip());
                strays.putIfAbsent(mark.ip(), now);
            }
        }
        strays.keySet().retainAll(seenStrays);
        lastView = Optional.of(view);
        noteHoldings(view, self, lease);
    }

    /// What nobody has a mark for stays as it was: this node may still hold it from an earlier lease.
    private void noteHoldings(View view, Self self, LeaseId lease) {
        holdings.keySet().retainAll(view.pool().keySet());
        for (Mark mark : view.marks().values()) {
            Entry entry = view.pool().get(mark.ip());
            boolean isFirm = mark.owner().equals(self.name())
                    && mark.hangsOn(lease)
                    && !Long.valueOf(mark.revision()).equals(releases.get(mark.ip()));
            if (isFirm && entry != null) {
                holdings.put(mark.ip(), new Holding(lease, self.failureMode(entry)));
            } else {
                holdings.remove(mark.ip());
            }
        }
    }

    /// Who it is, without what changes while it stays.
    private static Node identity(Node node) {
        return Node.plain(node.name(), node.incarnation(), node.lease(), 0);
    }

    /// @param refused nodes that have vanished, and that one of their witnesses has refused
    Memory memory(
            Refusals refusals,
            Announcements announcements,
            Wire wire,
            Set<Tenancy> refused,
            Optional<Former> former,
            Duration now) {
        var due = new HashSet<VirtualIp>();
        strays.forEach((ip, since) -> {
            if (now.minus(since).compareTo(strayAge) >= 0) {
                due.add(ip);
            }
        });
        return new Memory(
                new TreeMap<>(releases),
                refreshedFor,
                membershipSince,
                refusals.at(now),
                announcements.announceable(now),
                due,
                wire,
                holdings,
                refused,
                lastView,
                keptAt,
                lentUntil,
                former);
    }
}
