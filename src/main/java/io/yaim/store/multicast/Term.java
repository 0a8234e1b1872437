package io.yaim.store.multicast;

import java.util.Comparator;

/// The time in which one coordinator grants, from when it begins to collect what everyone holds.
///
/// @param roll the number of the roll that it began with, or a higher one where somebody had followed such a term
/// @param attempt counts those that one coordinator began with one roll
public record Term(long roll, int attempt, Seat coordinator) implements Comparable<Term> {

    private static final Comparator<Term> ORDER =
            Comparator.comparingLong(Term::roll).thenComparingInt(Term::attempt).thenComparing(Term::coordinator);

    /// A higher one.
    Term above(Seat other) {
        return new Term(roll + 1, 0, other);
    }

    @Override
    public int compareTo(Term other) {
        return ORDER.compare(this, other);
    }
}
