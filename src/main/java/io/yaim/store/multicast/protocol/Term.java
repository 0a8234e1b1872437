package io.yaim.store.multicast.protocol;

import io.yaim.store.multicast.group.MemberId;
import java.util.Comparator;

/// The time in which one coordinator grants, from when it begins to collect reports.
///
/// @param viewNumber the number of the membership view that it began with, or a higher one if a member had followed
///     such a term
/// @param attempt counts the terms that one coordinator began with one membership view
public record Term(long viewNumber, int attempt, MemberId coordinator) implements Comparable<Term> {

    private static final Comparator<Term> ORDER = Comparator.comparingLong(Term::viewNumber)
            .thenComparingInt(Term::attempt)
            .thenComparing(Term::coordinator);

    /// A higher one.
    public Term above(MemberId other) {
        return new Term(viewNumber + 1, 0, other);
    }

    @Override
    public int compareTo(Term other) {
        return ORDER.compare(this, other);
    }
}
