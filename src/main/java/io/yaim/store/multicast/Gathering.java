package io.yaim.store.multicast;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.yaim.model.LeaseId;
import io.yaim.store.KeySpace;
import io.yaim.store.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a new coordinator makes of what everyone holds: the ledger that its term begins with.
///
/// Those who followed one coordinator know the same, up to a revision; whoever knows most of it counts.
/// Those who followed another one were in another part. What hangs on the lease of a node that is here and can
/// prove it counts as that node's own part knows it: another part may know what has changed hands since. Where
/// both parts have a mark, that of such a node comes first, and else that of the larger part. All leases begin
/// anew, also those of nodes that are not here: they may still hold what they have a mark for.
final class Gathering {

    private final KeySpace keySpace;
    private final Collection<Note.Report> reports;
    private final Set<LeaseId> proven = new HashSet<>();

    Gathering(KeySpace keySpace, Collection<Note.Report> reports) {
        this.keySpace = keySpace;
        this.reports = List.copyOf(reports);
        reports.forEach(report -> report.lease().ifPresent(proven::add));
    }

    /// @param proven the leases of those who were in it
    private record Part(Picture picture, Set<LeaseId> proven) {

        static Part of(List<Note.Report> reports) {
            Picture best = reports.stream()
                    .map(Note.Report::picture)
                    .max(comparingLong(Picture::revision))
                    .orElseThrow();
            return new Part(
                    best,
                    reports.stream().flatMap(report -> report.lease().stream()).collect(Collectors.toSet()));
        }
    }

    Ledger ledger(Duration ttl, Duration now) {
        List<Part> parts = parts();
        long highest = reports.stream()
                .mapToLong(report -> report.picture().revision())
                .max()
                .orElse(0);
        var ledger = new Ledger(keySpace, ttl, highest + 1);
        proven.forEach(lease -> ledger.begin(lease, now));
        var chosen = new TreeMap<String, Stored>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            for (Stored stored : part.picture().keys()) {
                boolean isWanted = i == 0 || stored.lease().isPresent();
                boolean isHearsay = isProven(stored)
                        && stored.lease().filter(part.proven()::contains).isEmpty();
                if (isWanted && !isHearsay) {
                    Stored fresh = i == 0 ? stored : at(stored, ledger.revision());
                    chosen.merge(stored.key(), fresh, this::better);
                }
            }
        }
        chosen.values().forEach(stored -> ledger.adopt(stored, now));
        pool().ifPresent(edition -> {
            ledger.setPoolVersion(edition.version());
            if (!ledger.edition().entries().equals(edition.entries())) {
                ledger.replacePool(edition);
            }
        });
        ledger.takeEvents(); // all are told all
        return ledger;
    }

    /// The first one comes from the larger part.
    private Stored better(Stored first, Stored second) {
        return isProven(second) && !isProven(first) ? second : first;
    }

    private boolean isProven(Stored stored) {
        return stored.lease().filter(proven::contains).isPresent();
    }

    /// Of each part what is known best, the larger part first.
    private List<Part> parts() {
        Map<Term, List<Note.Report>> byTerm = new HashMap<>();
        reports.forEach(report -> report.of()
                .ifPresent(term ->
                        byTerm.computeIfAbsent(term, _ -> new ArrayList<>()).add(report)));
        return byTerm.entrySet().stream()
                .sorted(comparingInt((Map.Entry<Term, List<Note.Report>> part) ->
                                -part.getValue().size())
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(part -> Part.of(part.getValue()))
                .toList();
    }

    /// The highest version that anybody knows of; among several of that version the one that most know.
    private Optional<Edition> pool() {
        Map<Edition, Integer> counts = new HashMap<>();
        reports.forEach(report -> counts.merge(report.pool(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(comparingLong((Map.Entry<Edition, Integer> each) ->
                                each.getKey().version())
                        .thenComparingInt(Map.Entry::getValue)
                        .thenComparing(each -> each.getKey().entries().toString()))
                .map(Map.Entry::getKey);
    }

    private static Stored at(Stored stored, long revision) {
        return new Stored(stored.key(), stored.value(), revision, stored.lease());
    }
}
