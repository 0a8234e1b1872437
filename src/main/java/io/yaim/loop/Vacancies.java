package io.yaim.loop;

import io.yaim.model.Binding;
import io.yaim.model.Former;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.Sighting;
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
final class Vacancies {

    static final int PROBES = 3;

    /// Between two probes, and after the last: much longer than a neighbour takes to answer, which is 10 ms
    /// at worst.
    static final Duration SPACING = Duration.ofMillis(100);

    /// After an answer: soon enough to notice that the owner is gone, rarely enough for a thousand entries.
    static final Duration AFTER_ANSWER = Duration.ofMillis(500);

    private final Duration longest;
    private boolean isProbing;
    private final Optional<Former> inherited;
    private final Map<VirtualIp, Vacancy> vacancies = new HashMap<>();
    private Set<VirtualIp> lastPool = Set.of();
    private long lastRevision;
    private Duration blindUntil = Duration.ZERO;
    private Optional<LeaseId> tenure = Optional.empty();

    /// @param longest how long an owner can have an address after it was seen to vanish
    /// @param isProbing whether entries are probed at all
    /// @param inherited this node's former life, if it left addresses bound
    Vacancies(Duration longest, boolean isProbing, Optional<Former> inherited) {
        this.inherited = inherited;
        this.longest = longest;
        this.isProbing = isProbing;
    }

    /// Who begins to probe knows as little of what is free as at the first view of a lease.
    void setProbing(boolean probes) {
        if (probes != isProbing) {
            isProbing = probes;
            vacancies.clear();
            tenure = Optional.empty();
        }
    }

    /// @param lease this node's present one
    void saw(View view, NodeName me, LeaseId lease, Duration now) {
        boolean isFirst = !tenure.equals(Optional.of(lease));
        if (!isProbing || (!isFirst && view.revision() == lastRevision)) {
            return;
        }
        if (isFirst) {
            vacancies.clear();
        } else {
            Stream<Mark> gone = view.history().goneSince(lastRevision);
            add(gone.filter(mark -> !isMine(mark, me, lease)).map(Mark::ip), now);
        }
        if (isFirst || view.history().from() > lastRevision) {
            blindUntil = now.plus(longest);
            lastPool = Set.of();
        }
        if (now.compareTo(blindUntil) < 0) {
            Predicate<@Nullable Mark> isUnknown = mark -> isFirst ? isAnyones(mark, me, lease) : isNew(mark, me);
            Stream<VirtualIp> newcomers = view.pool().keySet().stream().filter(ip -> !lastPool.contains(ip));
            add(newcomers.filter(ip -> isUnknown.test(view.marks().get(ip))), now);
        }
        view.marks().values().stream()
                .filter(mark -> !mark.owner().equals(me))
                .forEach(mark -> vacancies.remove(mark.ip()));
        tenure = Optional.of(lease);
        lastRevision = view.revision();
        lastPool = view.pool().keySet();
    }

    private void add(Stream<VirtualIp> ips, Duration now) {
        ips.forEach(ip -> vacancies.putIfAbsent(ip, new Vacancy(now)));
    }

    /// Free, or claimed by this node from a view that did not show all.
    private boolean isNew(@Nullable Mark mark, NodeName me) {
        return mark == null || (mark.owner().equals(me) && mark.revision() > lastRevision);
    }

    private static boolean isMine(Mark mark, NodeName me, LeaseId lease) {
        return mark.owner().equals(me) && mark.hangsOn(lease);
    }

    /// Free, or claimed by a former life of this node, which may not have been the last to bind it: not even
    /// the one that left others bound, where it had not come to bind this one.
    private boolean isAnyones(@Nullable Mark mark, NodeName me, LeaseId lease) {
        if (mark == null) {
            return true;
        }
        boolean isKnown = mark.hangsOn(lease)
                || inherited
                        .filter(former ->
                                mark.hangsOn(former.lease()) && former.kept().contains(mark.ip()))
                        .isPresent();
        return mark.owner().equals(me) && !isKnown;
    }

    /// Takes note of what was heard of an entry that has been probed.
    ///
    /// @return whether it is the first answer, or one by somebody else than before
    boolean heard(Sighting sighting, Duration now) {
        Vacancy vacancy = vacancies.get(sighting.ip());
        if (vacancy == null || vacancy.binding.isEmpty() || !sighting.isHeld()) {
            return false;
        }
        boolean isNews = vacancy.answer.filter(sighting::equals).isEmpty();
        vacancies.put(sighting.ip(), vacancy.answered(sighting, now.plus(AFTER_ANSWER)));
        return isNews;
    }

    /// Takes note that these were probed, or could not be.
    void probed(Collection<Binding> bindings, boolean isSent, Duration now) {
        for (Binding binding : bindings) {
            vacancies.computeIfPresent(binding.ip(), (_, vacancy) -> vacancy.probed(binding, isSent ? 1 : 0, now));
        }
    }

    /// What has been probed so far counts for nothing.
    void wasDeaf() {
        vacancies.replaceAll((_, vacancy) -> vacancy.unheard());
    }

    /// Forgets the entries that have become clear.
    ///
    /// @return those that somebody answered for to the end
    Set<VirtualIp> settle(Duration now) {
        var answered = new HashSet<VirtualIp>();
        vacancies.entrySet().removeIf(each -> {
            Vacancy vacancy = each.getValue();
            boolean isSilent = vacancy.sent >= PROBES && vacancy.due.compareTo(now) <= 0;
            boolean isOver = vacancy.binding.isPresent() && now.compareTo(vacancy.since.plus(longest)) >= 0;
            if (isOver && !isSilent && vacancy.answer.isPresent()) {
                answered.add(each.getKey());
            }
            return isSilent || isOver;
        });
        return answered;
    }

    Set<VirtualIp> unclear() {
        return Set.copyOf(vacancies.keySet());
    }

    Set<VirtualIp> due(Duration now) {
        var due = new HashSet<VirtualIp>();
        vacancies.forEach((ip, vacancy) -> {
            if (vacancy.due.compareTo(now) <= 0) {
                due.add(ip);
            }
        });
        return due;
    }

    /// Those that have been probed, as they would be bound.
    List<Binding> probed() {
        var probed = new ArrayList<Binding>();
        vacancies.values().forEach(vacancy -> vacancy.binding.ifPresent(probed::add));
        return probed;
    }

    /// When something is to be done about an entry that has been probed.
    Optional<Duration> next(Duration now) {
        return vacancies.values().stream()
                .filter(vacancy -> vacancy.binding.isPresent())
                .flatMap(vacancy -> Stream.of(vacancy.due, vacancy.since.plus(longest)))
                .filter(at -> at.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    /// @param since when it was first probed, or, before that, seen to be without an owner
    /// @param sent how many probes have remained without an answer
    /// @param due when to probe next, or when the last probe counts as not answered
    private record Vacancy(
            Duration since, int sent, Duration due, Optional<Binding> binding, Optional<Sighting> answer) {

        Vacancy(Duration since) {
            this(since, 0, since, Optional.empty(), Optional.empty());
        }

        Vacancy probed(Binding by, int count, Duration now) {
            Duration from = binding.isPresent() ? since : now;
            return new Vacancy(from, sent + count, now.plus(SPACING), Optional.of(by), answer);
        }

        Vacancy unheard() {
            return new Vacancy(since, 0, due, binding, answer);
        }

        Vacancy answered(Sighting by, Duration next) {
            return new Vacancy(since, 0, next, binding, Optional.of(by));
        }
    }
}
