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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entries whose owner vanished without handing over. A store may end a lease early, so the owner may still
/// have them bound: whoever claims one probes it, however long ago that was, and waits while somebody answers,
/// but no longer than an owner can have it that vanished only now: where nodes are divided, another part may
/// have an owner of whom this one knows nothing.
///
/// Clear are entries that were handed over, that came into the pool before these eyes, or that this node
/// owned before. A mark that came and went between two views counts too. At the first view of a lease, and
/// after a break in what the store told, nobody knows who owned what is free, nor what is put into the pool
/// again while that owner may still have it.
public final class OrphanedEntries {

    static final int PROBE_COUNT = 3;

    /// Between two probes, and after the last: much longer than a neighbour takes to answer, which is 10 ms
    /// at worst.
    static final Duration PROBE_SPACING = Duration.ofMillis(100);

    /// After an answer: soon enough to notice that the owner is gone, rarely enough for a thousand entries.
    static final Duration RETRY_AFTER_ANSWER = Duration.ofMillis(500);

    private final Duration longestBinding;
    private boolean isProbing;
    private final Optional<PreviousTenancy> retainedTenancy;
    private final Map<VirtualIp, OrphanedEntry> vacancies = new HashMap<>();
    private Set<VirtualIp> lastPool = Set.of();
    private long lastRevision;
    private Duration historyUnknownUntil = Duration.ZERO;
    private Optional<LeaseId> knownLease = Optional.empty();

    /// @param longestBinding how long an owner can have an address after it was seen to vanish
    /// @param isProbing whether entries are probed at all
    /// @param retainedTenancy this node's former life, if it left addresses bound
    public OrphanedEntries(Duration longestBinding, boolean isProbing, Optional<PreviousTenancy> retainedTenancy) {
        this.retainedTenancy = retainedTenancy;
        this.longestBinding = longestBinding;
        this.isProbing = isProbing;
    }

    /// Who begins to probe knows as little of what is free as at the first view of a lease.
    void setProbing(boolean probes) {
        if (probes != isProbing) {
            isProbing = probes;
            vacancies.clear();
            knownLease = Optional.empty();
        }
    }

    /// @param lease this node's present one
    void updateFrom(View view, NodeName me, LeaseId lease, Duration now) {
        boolean isFirst = !knownLease.equals(Optional.of(lease));
        if (!isProbing || (!isFirst && view.revision() == lastRevision)) {
            return;
        }
        if (isFirst) {
            vacancies.clear();
        } else {
            Stream<Mark> gone = view.markHistory().marksGoneSince(lastRevision);
            add(gone.filter(mark -> !isMine(mark, me, lease)).map(Mark::ip), now);
        }
        if (isFirst || view.markHistory().completeSince() > lastRevision) {
            historyUnknownUntil = now.plus(longestBinding);
            lastPool = Set.of();
        }
        if (now.compareTo(historyUnknownUntil) < 0) {
            Predicate<@Nullable Mark> isUnknown = mark -> isFirst ? hasUnknownOwner(mark, me, lease) : isNew(mark, me);
            Stream<VirtualIp> newcomers = view.pool().keySet().stream().filter(ip -> !lastPool.contains(ip));
            add(newcomers.filter(ip -> isUnknown.test(view.marks().get(ip))), now);
        }
        view.marks().values().stream()
                .filter(mark -> !mark.owner().equals(me))
                .forEach(mark -> vacancies.remove(mark.ip()));
        knownLease = Optional.of(lease);
        lastRevision = view.revision();
        lastPool = view.pool().keySet();
    }

    private void add(Stream<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> vacancies.putIfAbsent(ip, new OrphanedEntry(now)));
    }

    /// Free, or claimed by this node from a view that did not show all.
    private boolean isNew(@Nullable Mark mark, NodeName me) {
        return mark == null || (mark.owner().equals(me) && mark.revision() > lastRevision);
    }

    private static boolean isMine(Mark mark, NodeName me, LeaseId lease) {
        return mark.owner().equals(me) && mark.isAttachedTo(lease);
    }

    /// Free, or claimed by a former life of this node, which may not have been the last to bind it: not even
    /// the one that left others bound, where it had not come to bind this one.
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

    /// Takes note of what was heard of an entry that has been probed.
    ///
    /// @return whether it is the first answer, or one by somebody else than before
    boolean heard(AddressSighting addressSighting, Duration now) {
        OrphanedEntry orphanedEntry = vacancies.get(addressSighting.ip());
        if (orphanedEntry == null || orphanedEntry.binding.isEmpty() || !addressSighting.isInUse()) {
            return false;
        }
        boolean isNews = orphanedEntry.answer.filter(addressSighting::equals).isEmpty();
        vacancies.put(addressSighting.ip(), orphanedEntry.answered(addressSighting, now.plus(RETRY_AFTER_ANSWER)));
        return isNews;
    }

    /// Takes note that these were probed, or could not be.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            vacancies.computeIfPresent(
                    binding.ip(), (_, orphanedEntry) -> orphanedEntry.probed(binding, isSent ? 1 : 0, now));
        }
    }

    /// What has been probed so far counts for nothing.
    void listeningFailed() {
        vacancies.replaceAll((_, orphanedEntry) -> orphanedEntry.restarted());
    }

    /// Forgets the entries that have become clear.
    ///
    /// @return those that somebody answered for to the end
    Set<VirtualIp> removeResolved(Duration now) {
        var answered = new HashSet<VirtualIp>();
        vacancies.entrySet().removeIf(each -> {
            OrphanedEntry orphanedEntry = each.getValue();
            boolean isSilent = orphanedEntry.sent >= PROBE_COUNT && orphanedEntry.due.compareTo(now) <= 0;
            boolean isOver =
                    orphanedEntry.binding.isPresent() && now.compareTo(orphanedEntry.since.plus(longestBinding)) >= 0;
            if (isOver && !isSilent && orphanedEntry.answer.isPresent()) {
                answered.add(each.getKey());
            }
            return isSilent || isOver;
        });
        return answered;
    }

    Set<VirtualIp> possiblyBoundElsewhere() {
        return Set.copyOf(vacancies.keySet());
    }

    Set<VirtualIp> dueForProbe(Duration now) {
        var due = new HashSet<VirtualIp>();
        vacancies.forEach((ip, orphanedEntry) -> {
            if (orphanedEntry.due.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        return due;
    }

    /// Those that have been probed, as they would be bound.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        vacancies.values().forEach(orphanedEntry -> orphanedEntry.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something is to be done about an entry that has been probed.
    Optional<Duration> nextDue(Duration now) {
        return vacancies.values().stream()
                .filter(orphanedEntry -> orphanedEntry.binding.isPresent())
                .flatMap(orphanedEntry -> Stream.of(orphanedEntry.due, orphanedEntry.since.plus(longestBinding)))
                .filter(at -> at.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param since when it was first probed, or, before that, seen to be without an owner
    /// @param sent how many probes have remained without an answer
    /// @param due when to probe next, or when the last probe counts as not answered
    private record OrphanedEntry(
            Duration since, int sent, Duration due, Optional<Binding> binding, Optional<AddressSighting> answer) {

        OrphanedEntry(Duration since) {
            this(since, 0, since, Optional.empty(), Optional.empty());
        }

        OrphanedEntry probed(Binding by, int count, Duration now) {
            Duration from = binding.isPresent() ? since : now;
            return new OrphanedEntry(from, sent + count, now.plus(PROBE_SPACING), Optional.of(by), answer);
        }

        OrphanedEntry restarted() {
            return new OrphanedEntry(since, 0, due, binding, answer);
        }

        OrphanedEntry answered(AddressSighting by, Duration next) {
            return new OrphanedEntry(since, 0, next, binding, Optional.of(by));
        }
    }
}
