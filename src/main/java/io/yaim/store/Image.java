package io.yaim.store;

import io.yaim.model.Entry;
import io.yaim.model.History;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbours;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.model.Witnesses;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All keys of yaim at one revision, each understood once, when it was read. Not thread-safe.
public final class Image {

    /// A pool of 10,000 entries has 30,000 keys.
    public static final int MOST_KEYS = 100_000;

    private final KeySpace keys;
    private final TreeMap<String, Known> known = new TreeMap<>();
    private final TreeMap<VirtualIp, History.Gone> gone = new TreeMap<>();
    private long revision;
    private long from;
    private Optional<View> view = Optional.empty();

    /// A key with what it says.
    public record Known(Fact fact, long revision, Optional<LeaseId> lease) {}

    public Image(KeySpace keys, long revision) {
        this.keys = keys;
        this.revision = revision;
        this.from = revision;
    }

    /// All changes up to here are in the image.
    public long revision() {
        return revision;
    }

    public Optional<Known> at(String key) {
        return Optional.ofNullable(known.get(key));
    }

    public int size() {
        return known.size();
    }

    public void put(Stored stored) {
        var now = new Known(Fact.of(keys, stored), stored.revision(), stored.lease());
        Known before = known.put(stored.key(), now);
        if (!(now.fact() instanceof Fact.OfMark)) {
            noteIfMark(before, stored.revision());
        }
        reach(stored.revision());
    }

    public void delete(String key, long atRevision) {
        noteIfMark(known.remove(key), atRevision);
        reach(atRevision);
    }

    private void noteIfMark(@Nullable Known former, long atRevision) {
        if (former == null || !(former.fact() instanceof Fact.OfMark(var mark))) {
            return;
        }
        if (gone.size() >= MOST_KEYS) {
            gone.clear();
            from = atRevision;
        }
        gone.put(mark.ip(), new History.Gone(mark, atRevision));
    }

    /// Takes note that the store says the same at this revision.
    public void confirm(long atRevision) {
        reach(Math.max(revision, atRevision));
    }

    /// Takes over what a watch tells. What the image knows already is skipped; events of one revision come
    /// together.
    public void apply(List<KeyEvent> events) {
        long reached = revision;
        for (KeyEvent event : events) {
            if (event.revision() <= reached) {
                continue;
            }
            switch (event) {
                case KeyEvent.Written(var stored) -> put(stored);
                case KeyEvent.Deleted(var key, var atRevision) -> delete(key, atRevision);
            }
        }
    }

    public boolean saysTheSameAs(Image other) {
        return known.equals(other.known);
    }

    public View view() {
        View present = view.orElseGet(() -> new Assembly().assemble());
        view = Optional.of(present);
        return present;
    }

    private void reach(long newRevision) {
        revision = Math.max(revision, newRevision);
        view = Optional.empty();
    }

    /// The making of one view.
    private final class Assembly {

        private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
        private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
        private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
        private final TreeMap<NodeName, Member> members = new TreeMap<>();
        private final TreeMap<NodeName, Witnesses> witnesses = new TreeMap<>();
        private final TreeMap<NodeName, Neighbours> neighbours = new TreeMap<>();
        private final Set<Wish> wishes = new HashSet<>();
        private final TreeSet<String> oddities = new TreeSet<>();

        View assemble() {
            known.forEach((key, what) -> {
                switch (what.fact()) {
                    case Fact.OfEntry(var entry, var hasSlash) -> addEntry(entry, hasSlash);
                    case Fact.OfMark(var mark) -> addMark(key, mark);
                    case Fact.OfNode(var node) -> nodes.put(node.name(), node);
                    case Fact.OfMember(var member) -> members.put(member.name(), member);
                    case Fact.OfWitnesses(var record) ->
                        witnesses.put(record.of().name(), record);
                    case Fact.OfNeighbours(var known) -> neighbours.put(known.name(), known);
                    case Fact.OfWish(var wish) -> wishes.add(wish);
                    case Fact.OfCopy() -> {}
                    case Fact.Odd odd -> oddities.add(odd.text());
                }
            });
            return new View(
                    revision,
                    pool,
                    marks,
                    nodes,
                    members,
                    witnesses,
                    neighbours,
                    wishes,
                    bounded(),
                    new History(from, gone));
        }

        /// `X` wins over `X/`, also when its options are not understood.
        private void addEntry(Entry entry, boolean hasSlash) {
            boolean givesWay = hasSlash && at(keys.entry(entry.ip())).isPresent();
            if (!givesWay) {
                pool.put(entry.ip(), entry);
            }
        }

        private void addMark(String key, Mark mark) {
            marks.put(mark.ip(), mark);
            if (mark.lease().isEmpty()) {
                oddities.add(key + ": hangs on no lease");
            }
        }

        private SortedSet<String> bounded() {
            if (oddities.size() <= View.MAX_ODDITIES) {
                return oddities;
            }
            var some = new TreeSet<String>();
            oddities.stream().limit(View.MAX_ODDITIES - 1).forEach(some::add);
            some.add("~ and " + (oddities.size() - some.size()) + " more");
            return some;
        }
    }
}
