package io.yaim.loop;

import io.yaim.model.Former;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Memory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the loop has to remember between passes, because no look at store or kernel could tell it.
final class Notebook {

    private final Duration strayAge;
    private final Map<VirtualIp, Long> releases = new HashMap<>();
    private final Map<VirtualIp, Duration> strays = new HashMap<>();
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

    /// All lifetimes were refreshed by the proof of the keep-alive that left at `sent`.
    void refreshed(Duration sent) {
        refreshedFor = sent;
    }

    void saw(View view, Duration now) {
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
    }

    /// Who it is, without what changes while it stays.
    private static Node identity(Node node) {
        return Node.plain(node.name(), node.incarnation(), node.lease(), 0);
    }

    Memory memory(Refusals refusals, Announcements announcements, Optional<Former> former, Duration now) {
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
                Set.copyOf(announcements.due(now)),
                due,
                former);
    }
}
