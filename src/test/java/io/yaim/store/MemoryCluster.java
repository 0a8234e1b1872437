package io.yaim.store;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.Member;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A store in memory, as one cluster that many [MemoryStore]s share: revisions, leases that run out by the
/// clock handed in, conditions, bells. Deterministic, without threads: a test moves the clock, and leases
/// end at the next call or at [#tick].
public final class MemoryCluster {

    private static final Pattern ID = Pattern.compile("memory:([0-9]{1,18})");

    private final Supplier<Duration> clock;
    private final List<Runnable> bells = new ArrayList<>();
    private State state = new State();
    private long leases;
    private int epoch;
    private boolean isStopped;

    private static final class State {

        private long revision = 1;
        private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
        private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
        private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
        private final TreeMap<NodeName, Member> members = new TreeMap<>();
        private final Set<Wish> wishes = new HashSet<>();
        private final TreeMap<NodeName, ConsentRecord> witnesses = new TreeMap<>();
        private final TreeMap<NodeName, NeighbourReport> neighbours = new TreeMap<>();
        private final TreeMap<Long, Held> leases = new TreeMap<>();
        private final TreeMap<VirtualIp, MarkHistory.PastMark> gone = new TreeMap<>();
        private Optional<View> view = Optional.empty();

        private State copy() {
            var copy = new State();
            copy.revision = revision;
            copy.pool.putAll(pool);
            copy.marks.putAll(marks);
            copy.nodes.putAll(nodes);
            copy.members.putAll(members);
            copy.wishes.addAll(wishes);
            copy.witnesses.putAll(witnesses);
            copy.neighbours.putAll(neighbours);
            copy.leases.putAll(leases);
            copy.gone.putAll(gone);
            return copy;
        }
    }

    /// A lease that lives.
    private record Held(Duration ttl, Duration ends) {}

    /// What the store was, to go back to.
    public static final class Snapshot {

        private final State state;

        private Snapshot(State state) {
            this.state = state;
        }
    }

    public MemoryCluster(Supplier<Duration> clock) {
        this.clock = clock;
    }

    /// As `etcdctl put` of the entry's key does.
    public void put(Entry entry) {
        expire();
        state.pool.put(entry.ip(), entry);
        changed();
        ring();
    }

    /// As `etcdctl del` of the entry's key does.
    public void delete(VirtualIp ip) {
        expire();
        if (state.pool.remove(ip) != null) {
            changed();
            ring();
        }
    }

    /// As somebody who writes a mark by hand does, without a lease.
    public void putMarkByHand(VirtualIp ip, NodeName owner) {
        expire();
        changed();
        state.marks.put(ip, new Mark(ip, owner, Optional.empty(), state.revision));
        ring();
    }

    /// As somebody who writes a member key by hand does; it hangs on no lease that ends.
    public void putByHand(Member member) {
        expire();
        state.members.put(member.name(), member.withRevision(changed()));
        ring();
    }

    /// As somebody who deletes a mark by hand does.
    public void deleteMark(VirtualIp ip) {
        expire();
        if (unmark(ip)) {
            ring();
        }
    }

    public void put(Wish wish) {
        expire();
        if (state.wishes.add(wish)) {
            changed();
            ring();
        }
    }

    public void delete(Wish wish) {
        expire();
        if (state.wishes.remove(wish)) {
            changed();
            ring();
        }
    }

    /// Ends a lease before its time, as etcd may (its issue 15247).
    public void end(LeaseId lease) {
        expire();
        drop(number(lease));
        ring();
    }

    /// From now on no lease ends, as when no member of etcd leads.
    public void stop() {
        expire();
        isStopped = true;
    }

    /// Ends [#stop]; every lease begins anew, as etcd makes it when a leader has been elected.
    public void resume() {
        isStopped = false;
        Duration now = clock.get();
        state.leases.replaceAll((id, held) -> new Held(held.ttl(), now.plus(held.ttl())));
    }

    /// What a lease has left; empty when it has ended.
    public Optional<Duration> left(LeaseId lease) {
        expire();
        return Optional.ofNullable(state.leases.get(number(lease)))
                .map(held -> held.ends().minus(clock.get()));
    }

    /// Ends the leases that have run out by now. Every other call does so too.
    public void tick() {
        if (expire()) {
            ring();
        }
    }

    /// The present view, as no fault can hide it.
    public View view() {
        expire();
        State s = state;
        View view = s.view.orElseGet(() -> ViewBuilder.at(s.revision)
                .pool(s.pool)
                .marks(s.marks)
                .nodes(s.nodes)
                .members(s.members)
                .consentRecords(s.witnesses)
                .neighbourReports(s.neighbours)
                .wishes(s.wishes)
                .markHistory(new MarkHistory(0, s.gone))
                .build());
        s.view = Optional.of(view);
        return view;
    }

    public Snapshot snapshot() {
        expire();
        return new Snapshot(state.copy());
    }

    /// Makes the store what it was, as a restore of a backup does; leases begin anew. No bell rings: a
    /// watch stays silent then.
    public void restore(Snapshot snapshot) {
        state = snapshot.state.copy();
        Duration now = clock.get();
        state.leases.replaceAll((id, held) -> new Held(held.ttl(), now.plus(held.ttl())));
        epoch++;
    }

    /// When the next lease runs out, if there is one.
    public Optional<Duration> nextExpiry() {
        return state.leases.values().stream().map(Held::ends).min(Duration::compareTo);
    }

    /// Lets all leases begin anew, as etcd does after it has changed its leader.
    public void beginLeasesAnew() {
        expire();
        Duration now = clock.get();
        state.leases.replaceAll((id, held) -> new Held(held.ttl(), now.plus(held.ttl())));
    }

    /// Counts the restores.
    public int epoch() {
        return epoch;
    }

    /// From now on runs the bell whenever the view may have changed.
    public void listen(Runnable bell) {
        bells.add(bell);
    }

    public void unlisten(Runnable bell) {
        bells.remove(bell);
    }

    /// A lease of whole seconds, as etcd gives; of less than one exactly, as etcd does not.
    public Store.Granted grant(Duration ttl) {
        expire();
        Duration granted = ttl.toSeconds() < 1 ? ttl : Duration.ofSeconds(ttl.toSeconds());
        leases++;
        state.leases.put(leases, new Held(granted, clock.get().plus(granted)));
        return new Store.Granted(id(leases), granted);
    }

    public Duration renew(LeaseId lease) throws LeaseEndedException {
        Held held = checkAlive(lease);
        state.leases.put(number(lease), new Held(held.ttl(), clock.get().plus(held.ttl())));
        return held.ttl();
    }

    public void revoke(LeaseId lease) {
        expire();
        drop(number(lease));
        ring();
    }

    public Store.Outcome commit(LeaseId lease, List<StoreChange> changes) throws LeaseEndedException {
        checkAlive(lease);
        var applied = new ArrayList<StoreChange>();
        var refused = new ArrayList<StoreChange>();
        for (StoreChange storeChange : changes) {
            (apply(lease, storeChange) ? applied : refused).add(storeChange);
        }
        ring();
        return new Store.Outcome(applied, refused);
    }

    private boolean apply(LeaseId lease, StoreChange storeChange) {
        return switch (storeChange) {
            case StoreChange.PutMember(var member) ->
                isMember(member.name(), member.incarnation(), true)
                        && put(state.members, member.name(), member.withRevision(changed()));
            case StoreChange.ReplaceMember(var member, var former) ->
                isAsSeen(former) && put(state.members, member.name(), member.withRevision(changed()));
            case StoreChange.PutNode(var node) ->
                isMember(node.name(), node.incarnation(), false)
                        && put(state.nodes, node.name(), node.withRevision(changed()));
            case StoreChange.DeleteNode(var node) ->
                isAsSeen(node) && changed() > 0 && state.nodes.remove(node.name()) != null;
            case StoreChange.Claim(var entry, var self) ->
                !state.marks.containsKey(entry.ip())
                        && Optional.ofNullable(state.pool.get(entry.ip()))
                                .filter(present -> present.key().equals(entry.key()))
                                .isPresent()
                        && isAsSeen(self)
                        && mark(entry.ip(), self.name(), lease);
            case StoreChange.Retake(var mark) -> isAsSeen(mark) && mark(mark.ip(), mark.owner(), lease);
            case StoreChange.Unmark(var mark) -> isAsSeen(mark) && unmark(mark.ip());
            case StoreChange.HandOver(var mark, var target) ->
                isAsSeen(mark) && isAsSeen(target) && mark(mark.ip(), target.name(), target.lease());
            case StoreChange.PutConsentRecord(var record) ->
                isMember(record.tenancy().name(), record.tenancy().incarnation(), false)
                        && isAsSeen(record)
                        && put(state.witnesses, record.tenancy().name(), record.withRevision(changed()));
            case StoreChange.DeleteConsentRecord(var record) ->
                isAsSeen(record)
                        && changed() > 0
                        && state.witnesses.remove(record.tenancy().name()) != null;
            case StoreChange.PutNeighbourReport(var neighbourReport) ->
                isMember(neighbourReport.name(), neighbourReport.incarnation(), false)
                        && put(state.neighbours, neighbourReport.name(), neighbourReport.withRevision(changed()));
        };
    }

    private boolean isMember(NodeName name, Incarnation incarnation, boolean orAbsent) {
        Member present = state.members.get(name);
        return present == null ? orAbsent : present.incarnation().equals(incarnation);
    }

    /// Revision 0 is seen where there is none.
    private boolean isAsSeen(ConsentRecord record) {
        ConsentRecord present = state.witnesses.get(record.tenancy().name());
        return (present == null ? 0 : present.revision()) == record.revision();
    }

    private boolean isAsSeen(Mark mark) {
        Mark present = state.marks.get(mark.ip());
        return present != null && present.revision() == mark.revision();
    }

    private boolean isAsSeen(Member member) {
        Member present = state.members.get(member.name());
        return present != null && present.revision() == member.revision();
    }

    private boolean isAsSeen(Node node) {
        Node present = state.nodes.get(node.name());
        return present != null && present.revision() == node.revision();
    }

    private boolean mark(VirtualIp ip, NodeName owner, LeaseId lease) {
        return put(state.marks, ip, new Mark(ip, owner, Optional.of(lease), changed()));
    }

    private static <K, V> boolean put(Map<K, V> map, K key, V value) {
        map.put(key, value);
        return true;
    }

    private Held checkAlive(LeaseId lease) throws LeaseEndedException {
        expire();
        Held held = state.leases.get(number(lease));
        if (held == null) {
            throw new LeaseEndedException(lease);
        }
        return held;
    }

    /// An identifier that is no number, since only this store has to understand it.
    private static LeaseId id(long number) {
        return new LeaseId("memory:" + number);
    }

    /// The number of the lease; 0 if another store made it.
    private static long number(LeaseId lease) {
        Matcher own = ID.matcher(lease.value());
        return own.matches() ? Long.parseLong(own.group(1)) : 0;
    }

    private boolean expire() {
        if (isStopped) {
            return false;
        }
        Duration now = clock.get();
        List<Long> over = state.leases.entrySet().stream()
                .filter(lease -> lease.getValue().ends().compareTo(now) <= 0)
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(this::drop);
        return !over.isEmpty();
    }

    private void drop(long lease) {
        if (state.leases.remove(lease) == null) {
            return;
        }
        LeaseId id = id(lease);
        List<Mark> marks = state.marks.values().stream()
                .filter(mark -> mark.isAttachedTo(id))
                .toList();
        boolean isChanged = !marks.isEmpty();
        isChanged |= state.nodes.values().removeIf(node -> node.lease().equals(id));
        isChanged |= state.neighbours.values().removeIf(known -> known.lease().equals(id));
        isChanged |= state.members.values().removeIf(member -> member.lease().equals(id));
        if (isChanged) {
            long at = changed();
            marks.forEach(mark -> remove(mark, at));
        }
    }

    private boolean unmark(VirtualIp ip) {
        Mark mark = state.marks.get(ip);
        if (mark != null) {
            remove(mark, changed());
        }
        return mark != null;
    }

    private void remove(Mark mark, long at) {
        state.marks.remove(mark.ip());
        state.gone.put(mark.ip(), new MarkHistory.PastMark(mark, at));
    }

    private long changed() {
        state.view = Optional.empty();
        state.revision++;
        return state.revision;
    }

    private void ring() {
        List.copyOf(bells).forEach(Runnable::run);
    }
}
