package io.yaim.store.multicast.coordinator;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.yaim.model.LeaseId;
import io.yaim.store.KeySpace;
import io.yaim.store.RawKey;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
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
final class StateMerge {

    private final KeySpace keySpace;
    private final Collection<GroupMessage.Report> reports;
    private final Set<LeaseId> proven = new HashSet<>();

    StateMerge(KeySpace keySpace, Collection<GroupMessage.Report> reports) {
        this.keySpace = keySpace;
        this.reports = List.copyOf(reports);
        reports.forEach(report -> report.lease().ifPresent(proven::add));
    }

    /// @param proven the leases of those who were in it
    private record Partition(RawSnapshot snapshot, Set<LeaseId> proven) {

        static Partition of(List<GroupMessage.Report> reports) {
            RawSnapshot best = reports.stream()
                    .map(GroupMessage.Report::snapshot)
                    .max(comparingLong(RawSnapshot::revision))
                    .orElseThrow();
            return new Partition(
                    best,
                    reports.stream().flatMap(report -> report.lease().stream()).collect(Collectors.toSet()));
        }
    }

    CoordinatorState merge(Duration ttl, Duration now) {
        List<Partition> parts = partitions();
        long highest = reports.stream()
                .mapToLong(report -> report.snapshot().revision())
                .max()
                .orElse(0);
        var coordinatorState = new CoordinatorState(keySpace, ttl, highest + 1);
        proven.forEach(lease -> coordinatorState.startLease(lease, now));
        var chosen = new TreeMap<String, RawKey>();
        for (int i = 0; i < parts.size(); i++) {
            Partition partition = parts.get(i);
            for (RawKey rawKey : partition.snapshot().keys()) {
                boolean isWanted = i == 0 || rawKey.lease().isPresent();
                boolean isHearsay = isProven(rawKey)
                        && rawKey.lease().filter(partition.proven()::contains).isEmpty();
                if (isWanted && !isHearsay) {
                    RawKey fresh = i == 0 ? rawKey : withRevision(rawKey, coordinatorState.revision());
                    chosen.merge(rawKey.key(), fresh, this::preferred);
                }
            }
        }
        chosen.values().forEach(rawKey -> coordinatorState.adopt(rawKey, now));
        pool().ifPresent(versionedPool -> {
            coordinatorState.setPoolVersion(versionedPool.version());
            if (!coordinatorState.pool().entries().equals(versionedPool.entries())) {
                coordinatorState.replacePool(versionedPool);
            }
        });
        coordinatorState.drainEvents(); // all are told all
        return coordinatorState;
    }

    /// The first one comes from the larger part.
    private RawKey preferred(RawKey first, RawKey second) {
        return isProven(second) && !isProven(first) ? second : first;
    }

    private boolean isProven(RawKey rawKey) {
        return rawKey.lease().filter(proven::contains).isPresent();
    }

    /// Of each part what is known best, the larger part first.
    private List<Partition> partitions() {
        Map<Term, List<GroupMessage.Report>> byTerm = new HashMap<>();
        reports.forEach(report -> report.stateTerm()
                .ifPresent(term ->
                        byTerm.computeIfAbsent(term, _ -> new ArrayList<>()).add(report)));
        return byTerm.entrySet().stream()
                .sorted(comparingInt((Map.Entry<Term, List<GroupMessage.Report>> part) ->
                                -part.getValue().size())
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(part -> Partition.of(part.getValue()))
                .toList();
    }

    /// The highest version that anybody knows of; among several of that version the one that most know.
    private Optional<VersionedPool> pool() {
        Map<VersionedPool, Integer> counts = new HashMap<>();
        reports.forEach(report -> counts.merge(report.pool(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(comparingLong((Map.Entry<VersionedPool, Integer> each) ->
                                each.getKey().version())
                        .thenComparingInt(Map.Entry::getValue)
                        .thenComparing(each -> each.getKey().entries().toString()))
                .map(Map.Entry::getKey);
    }

    private static RawKey withRevision(RawKey rawKey, long revision) {
        return new RawKey(rawKey.key(), rawKey.value(), revision, rawKey.lease());
    }
}
