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

/// Merges the reports to the state with which a term begins.
///
/// Members that followed one coordinator have the same state, up to a revision; the latest one counts. Members that
/// followed another coordinator were in another part. For a node that is here and can prove its lease, its own part
/// knows best what hangs on that lease: another part may know what has changed hands since. If both parts have a
/// mark, that of such a node wins, and otherwise that of the larger part. All leases begin anew, also those of absent
/// nodes: they may still hold what they have a mark for.
final class StateMerge {

    private final KeySpace keySpace;
    private final Collection<GroupMessage.Report> reports;
    private final Set<LeaseId> proven = new HashSet<>();

    StateMerge(KeySpace keySpace, Collection<GroupMessage.Report> reports) {
        this.keySpace = keySpace;
        this.reports = List.copyOf(reports);
        reports.forEach(report -> report.lease().ifPresent(proven::add));
    }

    /// @param proven the leases of the nodes that were in this part
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
        coordinatorState.drainEvents(); // all members get the whole state
        return coordinatorState;
    }

    /// The first one is of the larger part.
    private RawKey preferred(RawKey first, RawKey second) {
        return isProven(second) && !isProven(first) ? second : first;
    }

    private boolean isProven(RawKey rawKey) {
        return rawKey.lease().filter(proven::contains).isPresent();
    }

    /// The latest state of each part, the larger part first.
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

    /// The pool with the highest version; if there are several of that version, the one that most members have.
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
