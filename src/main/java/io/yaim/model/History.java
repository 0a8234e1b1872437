package io.yaim.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a view does not show any more, as far as whoever looked was told without a break.
///
/// @param from from this revision on nothing was missed; what came and went before, nobody knows
/// @param gone of each entry the mark that went last, whether another followed or not
public record History(long from, SortedMap<VirtualIp, Gone> gone) {

    /// A mark that was deleted, or has become something else, and the revision at which that was seen.
    public record Gone(Mark mark, long at) {}

    public History {
        gone = Collections.unmodifiableSortedMap(new TreeMap<>(gone));
    }

    /// One that begins with this revision.
    public static History from(long revision) {
        return new History(revision, Collections.emptySortedMap());
    }

    /// The marks that went after this revision.
    public Stream<Mark> goneSince(long revision) {
        return gone.values().stream().filter(each -> each.at() > revision).map(Gone::mark);
    }
}
