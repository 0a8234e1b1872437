package io.yaim.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The marks that disappeared before a view was taken, as far as the reader of the store saw all changes.
///
/// @param completeSince from this revision on, no change was missed; earlier changes are unknown
/// @param pastMarks for each entry, the mark that disappeared last, even if another mark followed
public record MarkHistory(long completeSince, SortedMap<VirtualIp, PastMark> pastMarks) {

    /// A mark that was deleted or replaced, and the revision at which that was seen.
    public record PastMark(Mark mark, long seenGoneAt) {}

    public MarkHistory {
        pastMarks = Collections.unmodifiableSortedMap(new TreeMap<>(pastMarks));
    }

    /// An empty history that is complete from this revision on.
    public static MarkHistory completeSince(long revision) {
        return new MarkHistory(revision, Collections.emptySortedMap());
    }

    /// The marks that were seen gone after this revision.
    public Stream<Mark> marksGoneSince(long revision) {
        return pastMarks.values().stream()
                .filter(each -> each.seenGoneAt() > revision)
                .map(PastMark::mark);
    }
}
