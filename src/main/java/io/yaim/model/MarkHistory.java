package io.yaim.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a view does not show any more, as far as whoever looked was told without a break.
///
/// @param completeSince from this revision on nothing was missed; what came and went before, nobody knows
/// @param pastMarks of each entry the mark that went last, whether another followed or not
public record MarkHistory(long completeSince, SortedMap<VirtualIp, PastMark> pastMarks) {

    /// A mark that was deleted, or has become something else, and the revision at which that was seen.
    public record PastMark(Mark mark, long seenGoneAt) {}

    public MarkHistory {
        pastMarks = Collections.unmodifiableSortedMap(new TreeMap<>(pastMarks));
    }

    /// One that begins with this revision.
    public static MarkHistory completeSince(long revision) {
        return new MarkHistory(revision, Collections.emptySortedMap());
    }

    /// The marks that went after this revision.
    public Stream<Mark> marksGoneSince(long revision) {
        return pastMarks.values().stream()
                .filter(each -> each.seenGoneAt() > revision)
                .map(PastMark::mark);
    }
}
