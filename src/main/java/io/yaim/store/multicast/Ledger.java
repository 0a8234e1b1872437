package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.Condition;
import io.yaim.store.Key;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import io.yaim.store.Stored;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
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

/// What a coordinator keeps: keys, each with the revision of its last change, and leases that end by its
/// clock. What it does it tells as events.
final class Ledger {

    private final KeySpace keySpace;
    private final Duration ttl;
    private final TreeMap<String, Stored> keys = new TreeMap<>();
    private final Map<LeaseId, Duration> leases = new HashMap<>();
    private final List<KeyEvent> events = new ArrayList<>();
    private long revision;
    private long poolVersion;

    /// @param ttl of every lease
    Ledger(KeySpace keySpace, Duration ttl, long revision) {
        this.keySpace = keySpace;
        this.ttl = ttl;
        this.revision = revision;
    }

    /// Takes over a key as it is, with the lease that it hangs on, which begins anew.
    void adopt(Stored stored, Duration now) {
        keys.put(stored.key(), stored);
        stored.lease().ifPresent(lease -> begin(lease, now));
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

    Picture picture() {
        return new Picture(revision, poolVersion, List.copyOf(keys.values()));
    }

    /// What has happened since this was asked last.
    List<KeyEvent> takeEvents() {
        List<KeyEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /// Grants the lease, or lets it begin anew.
    void begin(LeaseId lease, Duration now) {
        leases.put(lease, now.plus(ttl));
    }

    boolean lives(LeaseId lease) {
        return leases.containsKey(lease);
    }

    /// When the next lease ends.
    Optional<Duration> nextEnd() {
        return leases.values().stream().min(Duration::compareTo);
    }

    /// Ends what has run out.
    void expire(Duration now) {
        List<LeaseId> over = leases.entrySet().stream()
                .filter(each -> each.getValue().compareTo(now) <= 0)
                .map(Map.Entry::getKey)
                .toList();
        end(over);
    }

    void end(Collection<LeaseId> ended) {
        ended.forEach(leases::remove);
        List<String> gone = keys.values().stream()
                .filter(stored -> stored.lease().filter(ended::contains).isPresent())
                .map(Stored::key)
                .toList();
        if (!gone.isEmpty()) {
            revision++;
            gone.forEach(this::delete);
        }
    }

    /// Does what changes keys.
    Reply change(Request request) {
        return switch (request) {
            case Request.Commit(var _, var transactions) -> committed(transactions);
            case Request.Hand(var transactions) -> {
                Reply.Committed outcome = committed(transactions);
                if (outcome.effects().contains(true) && touchesPool(transactions)) {
                    poolVersion++;
                }
                yield outcome;
            }
            case Request.Leave(var lease) -> {
                end(Set.of(lease));
                yield new Reply.Done();
            }
            case Request.Propose(var pool) -> {
                if (pool.version() > poolVersion) {
                    replacePool(pool);
                }
                yield new Reply.Done();
            }
            case Request.Join _, Request.Renew _ -> throw new IllegalArgumentException(request + " changes no key");
        };
    }

    private Reply.Committed committed(List<Transaction> transactions) {
        List<Boolean> effects = commit(transactions);
        return new Reply.Committed(revision, effects);
    }

    /// Lets each take effect whose conditions hold, all at one revision.
    ///
    /// @return of each whether it did
    List<Boolean> commit(List<Transaction> transactions) {
        long next = revision + 1;
        var effects = new ArrayList<Boolean>(transactions.size());
        for (Transaction transaction : transactions) {
            boolean holds = transaction.conditions().stream().allMatch(this::holds)
                    && transaction.writes().stream().allMatch(this::isPossible);
            if (holds) {
                revision = next;
                transaction.writes().forEach(this::write);
            }
            effects.add(holds);
        }
        return effects;
    }

    /// The pool becomes this one; what stays as it is is not touched.
    void replacePool(Edition edition) {
        SortedMap<String, String> wanted = new TreeMap<>();
        edition.entries().forEach((ip, options) -> wanted.put(keySpace.entry(ip), options));
        List<String> gone = keys.keySet().stream()
                .filter(key -> isEntry(key) && !wanted.containsKey(key))
                .toList();
        revision++;
        gone.forEach(this::delete);
        wanted.forEach((key, options) -> {
            Stored present = keys.get(key);
            if (present == null || !present.value().equals(options)) {
                write(new Write.Put(key, options, Optional.empty()));
            }
        });
        poolVersion = edition.version();
    }

    Edition edition() {
        return Edition.among(keys.values(), keySpace, poolVersion);
    }

    /// Whether the transactions are about the pool.
    boolean touchesPool(List<Transaction> transactions) {
        return transactions.stream()
                .flatMap(transaction -> transaction.writes().stream())
                .anyMatch(write -> isEntry(write.key()));
    }

    private boolean isEntry(String key) {
        return keySpace.parse(key) instanceof Key.OfEntry;
    }

    private boolean holds(Condition condition) {
        Stored present = keys.get(condition.key());
        return switch (condition) {
            case Condition.Absent _ -> present == null;
            case Condition.Present _ -> present != null;
            case Condition.At(var _, var at) -> present != null && present.revision() == at;
        };
    }

    /// A key on a lease that does not live would never go.
    private boolean isPossible(Write write) {
        return switch (write) {
            case Write.Put(var _, var _, var lease) -> lease.isEmpty() || lives(lease.get());
            case Write.Delete _ -> true;
        };
    }

    private void write(Write write) {
        switch (write) {
            case Write.Put(var key, var value, var lease) -> {
                var stored = new Stored(key, value, revision, lease);
                keys.put(key, stored);
                events.add(new KeyEvent.Written(stored));
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
