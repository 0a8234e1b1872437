package io.yaim.store.multicast.coordinator;

import io.yaim.model.LeaseId;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import io.yaim.store.ParsedKey;
import io.yaim.store.RawKey;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state that a coordinator keeps: keys, each with the revision of its last change, and leases that end by its
/// clock. Each change is also recorded as an event.
final class CoordinatorState {

    private final KeySpace keySpace;
    private final Duration ttl;
    private final TreeMap<String, RawKey> keys = new TreeMap<>();
    private final Map<LeaseId, Duration> leases = new HashMap<>();
    private final List<KeyEvent> events = new ArrayList<>();
    private long revision;
    private long poolVersion;

    /// @param ttl of every lease
    CoordinatorState(KeySpace keySpace, Duration ttl, long revision) {
        this.keySpace = keySpace;
        this.ttl = ttl;
        this.revision = revision;
    }

    Duration ttl() {
        return ttl;
    }

    /// Takes over a key as it is. The lease that it hangs on begins anew.
    void adopt(RawKey rawKey, Duration now) {
        keys.put(rawKey.key(), rawKey);
        rawKey.lease().ifPresent(lease -> startLease(lease, now));
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    long revision() {
        return revision;
    }

    long poolVersion() {
        return poolVersion;
    }

    void setPoolVersion(long version) {
        poolVersion = version;
    }

    RawSnapshot snapshot() {
        return new RawSnapshot(revision, poolVersion, List.copyOf(keys.values()));
    }

    /// Returns the events since the last call.
    List<KeyEvent> drainEvents() {
        List<KeyEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /// Grants the lease, or lets it begin anew.
    void startLease(LeaseId lease, Duration now) {
        leases.put(lease, now.plus(ttl));
    }

    boolean isLeaseAlive(LeaseId lease) {
        return leases.containsKey(lease);
    }

    /// When the next lease ends.
    Optional<Duration> nextLeaseEnd() {
        return leases.values().stream().min(Duration::compareTo);
    }

    /// Ends the leases that have run out.
    void expireLeases(Duration now) {
        List<LeaseId> over = leases.entrySet().stream()
                .filter(each -> each.getValue().compareTo(now) <= 0)
                .map(Map.Entry::getKey)
                .toList();
        endLeases(over);
    }

    void endLeases(Collection<LeaseId> ended) {
        ended.forEach(leases::remove);
        List<String> gone = keys.values().stream()
                .filter(rawKey -> rawKey.lease().filter(ended::contains).isPresent())
                .map(RawKey::key)
                .toList();
        if (!gone.isEmpty()) {
            revision++;
            gone.forEach(this::delete);
        }
    }

    /// Executes a request that changes keys.
    Reply execute(Request request) {
        return switch (request) {
            case Request.Commit(var _, var transactions) -> committed(transactions);
            case Request.AdminCommit(var transactions) -> {
                Reply.Committed outcome = committed(transactions);
                if (outcome.effects().contains(true) && touchesPool(transactions)) {
                    poolVersion++;
                }
                yield outcome;
            }
            case Request.RevokeLease(var lease) -> {
                endLeases(Set.of(lease));
                yield new Reply.Done();
            }
            case Request.ProposePool(var pool) -> {
                if (pool.version() > poolVersion) {
                    replacePool(pool);
                }
                yield new Reply.Done();
            }
            case Request.ObtainLease _, Request.RenewLease _ ->
                throw new IllegalArgumentException(request + " changes no key");
        };
    }

    private Reply.Committed committed(List<Transaction> transactions) {
        List<Boolean> effects = commit(transactions);
        return new Reply.Committed(revision, effects);
    }

    /// Executes each transaction whose conditions hold, all at one revision.
    ///
    /// @return for each transaction whether it took effect
    List<Boolean> commit(List<Transaction> transactions) {
        long next = revision + 1;
        var effects = new ArrayList<Boolean>(transactions.size());
        for (Transaction transaction : transactions) {
            boolean holds = transaction.conditions().stream().allMatch(this::holds)
                    && transaction.writes().stream().allMatch(this::hasLiveLease);
            if (holds) {
                revision = next;
                transaction.writes().forEach(this::write);
            }
            effects.add(holds);
        }
        return effects;
    }

    /// Makes this the pool. Entries that stay the same are not written.
    void replacePool(VersionedPool versionedPool) {
        SortedMap<String, String> wanted = new TreeMap<>();
        versionedPool.entries().forEach((ip, options) -> wanted.put(keySpace.entry(ip), options));
        List<String> gone = keys.keySet().stream()
                .filter(key -> isEntry(key) && !wanted.containsKey(key))
                .toList();
        revision++;
        gone.forEach(this::delete);
        wanted.forEach((key, options) -> {
            RawKey present = keys.get(key);
            if (present == null || !present.value().equals(options)) {
                write(new Write.Put(key, options, Optional.empty()));
            }
        });
        poolVersion = versionedPool.version();
    }

    VersionedPool pool() {
        return VersionedPool.fromKeys(keys.values(), keySpace, poolVersion);
    }

    /// Whether the transactions are about the pool.
    boolean touchesPool(List<Transaction> transactions) {
        return transactions.stream()
                .flatMap(transaction -> transaction.writes().stream())
                .anyMatch(write -> isEntry(write.key()));
    }

    private boolean isEntry(String key) {
        return keySpace.parse(key) instanceof ParsedKey.OfEntry;
    }

    private boolean holds(Condition condition) {
        RawKey present = keys.get(condition.key());
        return switch (condition) {
            case Condition.Absent _ -> present == null;
            case Condition.Present _ -> present != null;
            case Condition.AtRevision(var _, var at) -> present != null && present.revision() == at;
        };
    }

    /// A key on a lease that has ended would stay forever.
    private boolean hasLiveLease(Write write) {
        return switch (write) {
            case Write.Put(var _, var _, var lease) -> lease.isEmpty() || isLeaseAlive(lease.get());
            case Write.Delete _ -> true;
        };
    }

    private void write(Write write) {
        switch (write) {
            case Write.Put(var key, var value, var lease) -> {
                var rawKey = new RawKey(key, value, revision, lease);
                keys.put(key, rawKey);
                events.add(new KeyEvent.Written(rawKey));
            }
            case Write.Delete(var key) -> delete(key);
        }
    }

    private void delete(String key) {
        if (keys.remove(key) != null) {
            events.add(new KeyEvent.Deleted(key, revision));
        }
    }
}
