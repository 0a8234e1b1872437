package io.yaim.loop.conflict;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entries that another host may have: this node probes them before it takes them.
///
/// An entry is orphaned if its owner was lost without a hand-over. The store may end a lease early, so that owner may
/// still have the address bound. The node that claims an orphaned entry probes it before it binds it. While a host
/// answers, the node waits, but at most for the longest time that an owner lost just now can have the address. It does
/// not wait longer, because in a partitioned network another part may have an owner that this node does not know.
///
/// An entry is new if it has come into the pool, or was free when this node saw the pool for the first time, or if its
/// mark had no lease, so that it was made by hand. Any host may have its address: one that yaim does not know, too. It
/// is probed before it is claimed, and not claimed while a
/// host answers, however long that takes.
///
/// An entry is neither if it was handed over, or if this node owned it before. A mark that appeared and disappeared
/// between two views counts as a lost owner. At the first view of a lease, and after a gap in the history of marks,
/// earlier owners of free entries are unknown.
public final class OrphanedEntries {

    static final int PROBE_COUNT = 3;

    /// The time between two probes, and after the last one. A neighbour answers much faster: within 10 ms at worst.
    static final Duration PROBE_SPACING = Duration.ofMillis(100);

    /// The time between an answer and the next probe. It is short enough to notice soon that the owner is gone,
    /// and long enough for a thousand entries.
    static final Duration RETRY_AFTER_ANSWER = Duration.ofMillis(500);

    private final Duration longestBinding;
    private boolean isProbing;
    private final Optional<PreviousTenancy> retainedTenancy;
    private final Map<VirtualIp, OrphanedEntry> orphanedByIp = new HashMap<>();
    private Set<VirtualIp> lastPool = Set.of();
    private Set<VirtualIp> markedByHand = Set.of();
    private long lastRevision;
    private Optional<LeaseId> knownLease = Optional.empty();

    /// @param longestBinding how long an owner can have an address bound after it was seen to be lost
    /// @param isProbing whether entries are probed at all
    /// @param retainedTenancy this node's previous incarnation, if it retained addresses
    public OrphanedEntries(Duration longestBinding, boolean isProbing, Optional<PreviousTenancy> retainedTenancy) {
        this.retainedTenancy = retainedTenancy;
        this.longestBinding = longestBinding;
        this.isProbing = isProbing;
    }

    /// A node that starts to probe knows as little about free entries as at the first view of a lease.
    void setProbing(boolean probes) {
        if (probes != isProbing) {
            isProbing = probes;
            orphanedByIp.clear();
            lastPool = Set.of();
            markedByHand = Set.of();
            knownLease = Optional.empty();
        }
    }

    /// @param lease this node's present lease
    void updateFrom(View view, NodeName me, LeaseId lease, Duration now) {
        boolean isFirst = !knownLease.equals(Optional.of(lease));
        if (!isProbing || (!isFirst && view.revision() == lastRevision)) {
            return;
        }
        boolean isHistoryUnknown = isFirst || view.markHistory().completeSince() > lastRevision;
        if (isFirst) {
            orphanedByIp.values().removeIf(entry -> !entry.isNew);
        } else {
            view.markHistory()
                    .marksGoneSince(lastRevision)
                    .filter(mark -> !isMine(mark, me, lease))
                    .forEach(mark -> add(mark.ip(), mark.lease().isEmpty(), now));
        }
        orphanedByIp
                .entrySet()
                .removeIf(each -> each.getValue().isNew && !view.pool().containsKey(each.getKey()));
        addNew(view, now);
        markedByHand.stream().filter(ip -> isFree(view, ip)).forEach(ip -> add(ip, true, now));
        if (isHistoryUnknown) {
            Predicate<@Nullable Mark> isUnknown =
                    mark -> isFirst ? hasUnknownOwner(mark, me, lease) : isFreeOrJustClaimed(mark, me);
            view.pool().keySet().stream()
                    .filter(ip -> isUnknown.test(view.marks().get(ip)))
                    .forEach(ip -> add(ip, false, now));
        }
        view.marks().values().stream()
                .filter(mark -> !mark.owner().equals(me) && mark.lease().isPresent())
                .forEach(mark -> orphanedByIp.remove(mark.ip()));
        knownLease = Optional.of(lease);
        lastRevision = view.revision();
        lastPool = view.pool().keySet();
        markedByHand = view.marks().values().stream()
                .filter(mark -> mark.lease().isEmpty())
                .map(Mark::ip)
                .collect(Collectors.toSet());
    }

    private static boolean isFree(View view, VirtualIp ip) {
        return view.pool().containsKey(ip) && !view.marks().containsKey(ip);
    }

    private void addNew(View view, Duration now) {
        view.pool().keySet().stream()
                .filter(ip -> !lastPool.contains(ip) && isFree(view, ip))
                .forEach(ip -> add(ip, true, now));
    }

    private void add(VirtualIp ip, boolean isNew, Duration now) {
        orphanedByIp.merge(
                ip, new OrphanedEntry(isNew, now), (known, latest) -> isNew && !known.isNew ? latest : known);
    }

    /// Whether the entry is free, or was claimed by this node since the last view.
    private boolean isFreeOrJustClaimed(@Nullable Mark mark, NodeName me) {
        return mark == null || (mark.owner().equals(me) && mark.revision() > lastRevision);
    }

    private static boolean isMine(Mark mark, NodeName me, LeaseId lease) {
        return mark.owner().equals(me) && mark.isAttachedTo(lease);
    }

    /// Whether the entry is free, or was claimed by a previous incarnation of this node. That incarnation may not
    /// have bound it, so an earlier owner may still have it. The same holds for an incarnation that retained other
    /// addresses but not this one.
    private boolean hasUnknownOwner(@Nullable Mark mark, NodeName me, LeaseId lease) {
        if (mark == null) {
            return true;
        }
        boolean isKnown = mark.isAttachedTo(lease)
                || retainedTenancy
                        .filter(previousTenancy -> mark.isAttachedTo(previousTenancy.lease())
                                && previousTenancy.retained().contains(mark.ip()))
                        .isPresent();
        return mark.owner().equals(me) && !isKnown;
    }

    /// Notes a message about an entry that was probed.
    ///
    /// @return whether it is the first answer, or differs from the previous one
    boolean heard(AddressSighting addressSighting, Duration now) {
        OrphanedEntry orphanedEntry = orphanedByIp.get(addressSighting.ip());
        if (orphanedEntry == null || orphanedEntry.binding.isEmpty() || !addressSighting.isInUse()) {
            return false;
        }
        boolean isNews = orphanedEntry.answer.filter(addressSighting::equals).isEmpty();
        orphanedByIp.put(addressSighting.ip(), orphanedEntry.answered(addressSighting, now.plus(RETRY_AFTER_ANSWER)));
        return isNews;
    }

    /// Notes that these entries were probed, or could not be.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            orphanedByIp.computeIfPresent(
                    binding.ip(), (_, orphanedEntry) -> orphanedEntry.probed(binding, isSent ? 1 : 0, now));
        }
    }

    /// Discards the probes so far: an answer to them may have been missed.
    void listeningFailed() {
        orphanedByIp.replaceAll((_, orphanedEntry) -> orphanedEntry.restarted());
    }

    /// Forgets the entries that no host can have any more.
    ///
    /// @return those that a host answered for until the end of the wait
    Set<VirtualIp> removeResolved(Duration now) {
        var answered = new HashSet<VirtualIp>();
        orphanedByIp.entrySet().removeIf(each -> {
            OrphanedEntry orphanedEntry = each.getValue();
            boolean isSilent = orphanedEntry.sent >= PROBE_COUNT && orphanedEntry.due.compareTo(now) <= 0;
            boolean isOver = orphanedEntry
                    .waitsUntil(longestBinding)
                    .filter(end -> now.compareTo(end) >= 0)
                    .isPresent();
            if (isOver && !isSilent && orphanedEntry.answer.isPresent()) {
                answered.add(each.getKey());
            }
            return isSilent || isOver;
        });
        return answered;
    }

    Set<VirtualIp> possiblyBoundElsewhere() {
        return Set.copyOf(orphanedByIp.keySet());
    }

    /// The new entries, whether they were probed or not.
    Set<VirtualIp> newEntries() {
        return orphanedByIp.entrySet().stream()
                .filter(each -> each.getValue().isNew)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// The new entries that another host has, each with its last answer.
    SortedMap<VirtualIp, AddressSighting> occupied() {
        var occupied = new TreeMap<VirtualIp, AddressSighting>();
        orphanedByIp.forEach((ip, entry) -> {
            if (entry.isNew) {
                entry.answer.ifPresent(answer -> occupied.put(ip, answer));
            }
        });
        return occupied;
    }

    Set<VirtualIp> dueForProbe(Duration now) {
        var due = new HashSet<VirtualIp>();
        orphanedByIp.forEach((ip, orphanedEntry) -> {
            if (orphanedEntry.due.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        return due;
    }

    /// The bindings of the entries that were probed.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        orphanedByIp.values().forEach(orphanedEntry -> orphanedEntry.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something must be done about a probed entry.
    Optional<Duration> nextDue(Duration now) {
        return orphanedByIp.values().stream()
                .filter(orphanedEntry -> orphanedEntry.binding.isPresent())
                .flatMap(orphanedEntry ->
                        Stream.concat(Stream.of(orphanedEntry.due), orphanedEntry.waitsUntil(longestBinding).stream()))
                .filter(at -> at.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param isNew whether no owner was lost: a host that has the address may have it for ever
    /// @param since when it was first probed or, before that, when it was seen without an owner
    /// @param sent the number of probes without an answer
    /// @param due when to send the next probe, or when the last probe counts as unanswered
    private record OrphanedEntry(
            boolean isNew,
            Duration since,
            int sent,
            Duration due,
            Optional<Binding> binding,
            Optional<AddressSighting> answer) {

        OrphanedEntry(boolean isNew, Duration since) {
            this(isNew, since, 0, since, Optional.empty(), Optional.empty());
        }

        OrphanedEntry probed(Binding by, int count, Duration now) {
            Duration from = binding.isPresent() ? since : now;
            return new OrphanedEntry(isNew, from, sent + count, now.plus(PROBE_SPACING), Optional.of(by), answer);
        }

        OrphanedEntry restarted() {
            return new OrphanedEntry(isNew, since, 0, due, binding, answer);
        }

        OrphanedEntry answered(AddressSighting by, Duration next) {
            return new OrphanedEntry(isNew, since, 0, next, binding, Optional.of(by));
        }

        /// When no lost owner can have the address any more. Empty if that time is unknown.
        Optional<Duration> waitsUntil(Duration longestBinding) {
            return isNew || binding.isEmpty() ? Optional.empty() : Optional.of(since.plus(longestBinding));
        }
    }
}
