package io.yaim.store.multicast.participant;

import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import io.yaim.store.RawKey;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.RawSnapshot;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The coordinator's state, as far as this node has received it, and how much of that is committed. What is not
/// committed may be lost together with the members that have it.
final class ReplicatedState {

    private final KeySpace keySpace;
    private final TreeMap<String, RawKey> keys = new TreeMap<>();
    private final Deque<GroupMessage.Events> uncommitted = new ArrayDeque<>();
    private Optional<Term> term = Optional.empty();
    private long revision;
    private long poolVersion;
    private Optional<DecodedSnapshot> committed = Optional.empty();
    private boolean isCommitted;

    ReplicatedState(KeySpace keySpace) {
        this.keySpace = keySpace;
    }

    /// The term whose state it is; empty: none was received yet.
    Optional<Term> term() {
        return term;
    }

    boolean isOf(Term other) {
        return term.filter(other::equals).isPresent();
    }

    long revision() {
        return revision;
    }

    long poolVersion() {
        return poolVersion;
    }

    /// All that was received.
    RawSnapshot received() {
        return new RawSnapshot(revision, poolVersion, List.copyOf(keys.values()));
    }

    /// What is committed; empty: not all of the first state of this term.
    Optional<DecodedSnapshot> committed() {
        return committed.filter(_ -> isCommitted);
    }

    /// The pool of the cluster.
    VersionedPool pool() {
        return VersionedPool.fromKeys(keys.values(), keySpace, poolVersion);
    }

    void replaceBy(Term newTerm, RawSnapshot rawSnapshot) {
        term = Optional.of(newTerm);
        revision = rawSnapshot.revision();
        poolVersion = rawSnapshot.poolVersion();
        keys.clear();
        var fresh = new DecodedSnapshot(keySpace, revision);
        for (RawKey rawKey : rawSnapshot.keys()) {
            keys.put(rawKey.key(), rawKey);
            fresh.put(rawKey);
        }
        committed = Optional.of(fresh);
        isCommitted = false;
        uncommitted.clear();
    }

    /// @param events from this revision on
    void apply(GroupMessage.Events events) {
        for (KeyEvent event : events.events()) {
            switch (event) {
                case KeyEvent.Written(var rawKey) -> keys.put(rawKey.key(), rawKey);
                case KeyEvent.Deleted(var key, var _) -> keys.remove(key);
            }
        }
        uncommitted.add(events);
        revision = events.to();
        poolVersion = events.poolVersion();
    }

    void commitUpTo(long known) {
        DecodedSnapshot present = committed.orElseThrow();
        isCommitted = isCommitted || known >= present.revision();
        while (isCommitted && !uncommitted.isEmpty() && uncommitted.peek().to() <= known) {
            GroupMessage.Events next = uncommitted.remove();
            present.apply(next.events());
            present.advanceTo(next.to());
        }
    }
}
