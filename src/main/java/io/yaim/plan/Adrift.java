package io.yaim.plan;

import static java.util.Comparator.comparingLong;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a node does about entries of mode `claim` when nothing proves that they are anybody's: keep what it
/// has, unless somebody else says that he has it, and take what nobody answers for. Nodes look for an entry
/// one after the other, by their ranks for it, so that one finds what another has just taken.
final class Adrift {

    /// A draft that nobody is shown hangs on none.
    private static final LeaseId NONE = new LeaseId(-1);

    private final Observation seen;
    private final View last;
    private final Set<VirtualIp> present = new HashSet<>();
    private final List<Binding> kept = new ArrayList<>();
    private final List<Binding> taken = new ArrayList<>();
    private final List<Binding> probes = new ArrayList<>();
    private final SortedMap<VirtualIp, Integer> sought = new TreeMap<>();

    private Adrift(Observation seen, View last) {
        this.seen = seen;
        this.last = last;
    }

    /// @param ours what is bound by this node
    /// @param kept those of them that it keeps
    static List<Action> plan(Observation seen, List<BoundAddress> ours, List<Binding> kept) {
        return seen.memory()
                .lastView()
                .map(last -> new Adrift(seen, last).plan(ours, kept))
                .orElse(List.of());
    }

    private List<Action> plan(List<BoundAddress> ours, List<Binding> keeping) {
        ours.forEach(address -> present.add(address.ip()));
        kept.addAll(keeping);
        if (!seen.mayHold()) {
            look();
        }
        return actions();
    }

    private void look() {
        SortedMap<VirtualIp, String> refusals = Presence.refusals(seen, last);
        Node draft = Presence.node(seen, last, refusals, NONE);
        boolean isDrained = last.wishes().contains(new Wish.Drain(draft.name()));
        for (Entry entry : last.pool().values()) {
            boolean isTaker = !refusals.containsKey(entry.ip()) && draft.takes(entry) && !isDrained;
            boolean isMissing = isTaker && !present.contains(entry.ip());
            if (isMissing && seen.self().failureMode(entry) == FailureMode.CLAIM) {
                look(entry);
            }
        }
    }

    private void look(Entry entry) {
        Wire wire = seen.memory().wire();
        VirtualIp ip = entry.ip();
        if (wire.vacant().contains(ip)) {
            taken.add(seen.self().binding(entry));
        } else if (!wire.sought().contains(ip)) {
            sought.put(ip, rank(entry));
        } else if (wire.probeable().contains(ip)) {
            probes.add(seen.self().binding(entry));
        }
    }

    /// How many nodes, of those that were there last, come before this one.
    private int rank(Entry entry) {
        long unit = Rendezvous.hash(entry.ip().toString());
        List<Node> order = last.nodes().values().stream()
                .sorted(comparingLong((Node node) ->
                                Rendezvous.rank(Rendezvous.hash(node.name().value()), unit))
                        .thenComparing(Node::name))
                .toList();
        int before = 0;
        while (before < order.size()
                && !order.get(before).name().equals(seen.self().name())) {
            before++;
        }
        return before;
    }

    private List<Action> actions() {
        boolean isDue =
                seen.now().minus(seen.memory().keptAt()).compareTo(seen.self().interval()) >= 0;
        boolean isAnnounceable =
                kept.stream().anyMatch(binding -> seen.memory().announceable().contains(binding.ip()));
        var actions = new ArrayList<Action>();
        if ((!kept.isEmpty() && (isDue || isAnnounceable)) || !taken.isEmpty()) {
            actions.add(new Action.Keep(kept, taken));
        }
        if (!sought.isEmpty()) {
            actions.add(new Action.Seek(sought));
        }
        if (!probes.isEmpty()) {
            actions.add(new Action.Probe(probes));
        }
        return actions;
    }
}
