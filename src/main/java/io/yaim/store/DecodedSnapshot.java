package io.yaim.store;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.Member;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.NodeRecords;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All keys of yaim at one revision, each decoded once, when it was read. Not thread-safe.
public final class DecodedSnapshot {

    /// A pool of 10,000 entries has 30,000 keys.
    public static final int MOST_KEYS = 100_000;

    private final KeySpace keys;
    private final TreeMap<String, KeyState> known = new TreeMap<>();
    private final TreeMap<VirtualIp, MarkHistory.PastMark> pastMarks = new TreeMap<>();
    private long revision;
    private long historyCompleteSince;
    private Optional<View> view = Optional.empty();

    /// A key with its meaning.
    public record KeyState(DecodedKey decoded, long revision, Optional<LeaseId> lease) {}

    public DecodedSnapshot(KeySpace keys, long revision) {
        this.keys = keys;
        this.revision = revision;
        this.historyCompleteSince = revision;
    }

    /// All changes up to this revision are in the snapshot.
    public long revision() {
        return revision;
    }

    public Optional<KeyState> get(String key) {
        return Optional.ofNullable(known.get(key));
    }

    public int size() {
        return known.size();
    }

    public void put(RawKey rawKey) {
        var now = new KeyState(DecodedKey.decode(keys, rawKey), rawKey.revision(), rawKey.lease());
        KeyState before = known.put(rawKey.key(), now);
        if (!(now.decoded() instanceof DecodedKey.OfMark)) {
            rememberIfMark(before, rawKey.revision());
        }
        raiseRevision(rawKey.revision());
    }

    public void delete(String key, long atRevision) {
        rememberIfMark(known.remove(key), atRevision);
        raiseRevision(atRevision);
    }

    private void rememberIfMark(@Nullable KeyState former, long atRevision) {
        if (former == null || !(former.decoded() instanceof DecodedKey.OfMark(var mark))) {
            return;
        }
        if (pastMarks.size() >= MOST_KEYS) {
            pastMarks.clear();
            historyCompleteSince = atRevision;
        }
        pastMarks.put(mark.ip(), new MarkHistory.PastMark(mark, atRevision));
    }

    /// Notes that the store is the same at this revision.
    public void advanceTo(long atRevision) {
        raiseRevision(Math.max(revision, atRevision));
    }

    /// Applies what a watch reports. What the snapshot has already is skipped; events of one revision come together.
    public void apply(List<KeyEvent> events) {
        long reached = revision;
        for (KeyEvent event : events) {
            if (event.revision() <= reached) {
                continue;
            }
            switch (event) {
                case KeyEvent.Written(var rawKey) -> put(rawKey);
                case KeyEvent.Deleted(var key, var atRevision) -> delete(key, atRevision);
            }
        }
    }

    public boolean hasSameKeysAs(DecodedSnapshot other) {
        return known.equals(other.known);
    }

    public View view() {
        View present = view.orElseGet(() -> new ViewBuilder().build());
        view = Optional.of(present);
        return present;
    }

    private void raiseRevision(long newRevision) {
        revision = Math.max(revision, newRevision);
        view = Optional.empty();
    }

    /// Builds one view.
    private final class ViewBuilder {

        private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
        private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
        private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
        private final TreeMap<NodeName, Member> members = new TreeMap<>();
        private final TreeMap<NodeName, ConsentRecord> witnesses = new TreeMap<>();
        private final TreeMap<NodeName, NeighbourReport> neighbours = new TreeMap<>();
        private final Set<Wish> wishes = new HashSet<>();
        private final TreeSet<String> unmanagedKeys = new TreeSet<>();

        View build() {
            known.forEach((key, what) -> {
                switch (what.decoded()) {
                    case DecodedKey.OfEntry(var entry, var hasSlash) -> addEntry(entry, hasSlash);
                    case DecodedKey.OfMark(var mark) -> addMark(key, mark);
                    case DecodedKey.OfNode(var node) -> nodes.put(node.name(), node);
                    case DecodedKey.OfMember(var member) -> members.put(member.name(), member);
                    case DecodedKey.OfConsentRecord(var record) ->
                        witnesses.put(record.tenancy().name(), record);
                    case DecodedKey.OfNeighbourReport(var known) -> neighbours.put(known.name(), known);
                    case DecodedKey.OfWish(var wish) -> wishes.add(wish);
                    case DecodedKey.OfMarkCopy() -> {}
                    case DecodedKey.Unmanaged unmanaged -> unmanagedKeys.add(unmanaged.text());
                }
            });
            return new View(
                    revision,
                    pool,
                    marks,
                    new NodeRecords(nodes, members, witnesses, neighbours),
                    wishes,
                    boundedUnmanagedKeys(),
                    new MarkHistory(historyCompleteSince, pastMarks));
        }

        /// `X` wins over `X/`, also if its options are not understood.
        private void addEntry(Entry entry, boolean hasSlash) {
            boolean givesWay = hasSlash && get(keys.entry(entry.ip())).isPresent();
            if (!givesWay) {
                pool.put(entry.ip(), entry);
            }
        }

        private void addMark(String key, Mark mark) {
            marks.put(mark.ip(), mark);
            if (mark.lease().isEmpty()) {
                unmanagedKeys.add(key + ": hangs on no lease");
            }
        }

        private SortedSet<String> boundedUnmanagedKeys() {
            if (unmanagedKeys.size() <= View.MAX_UNMANAGED_KEYS) {
                return unmanagedKeys;
            }
            var some = new TreeSet<String>();
            unmanagedKeys.stream().limit(View.MAX_UNMANAGED_KEYS - 1).forEach(some::add);
            some.add("~ and " + (unmanagedKeys.size() - some.size()) + " more");
            return some;
        }
    }
}
