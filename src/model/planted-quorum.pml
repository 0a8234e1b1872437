/* The rules of quorum.pml that planted faults break: each rule as it is, and as a fault breaks it with -DBUG_... . */

/* More than half. */
#ifdef BUG_HALF
#define isMajority(n) (2 * (n) >= VOTERS)
#else
#define isMajority(n) (2 * (n) > VOTERS)
#endif

/* A voter that turns to a term does not count there for the time of a lease: it may have confirmed something elsewhere just before. */
#if defined(BUG_NO_IDLING)
#define idleAfterTurning(v) 0
#else
#define idleAfterTurning(v) TTL
#endif

/* A lease is granted and renewed only when a majority has confirmed the poll. A voter confirms only while it follows that term and
   has its state. */
#ifdef BUG_FORMER_POLL
#define pollsIn(t, v, patience) (idle[v] == 0 && follows[v] >= (t) -> 1 : 0)
#else
#define pollsIn(t, v, patience) (counts(v) && follows[v] == (t) || lately[by(t, v)] + (patience) >= YOUNG -> 1 : 0)
#endif
#if VOTERS == 3
#define polled(t, p) (pollsIn(t, 0, p) + pollsIn(t, 1, p) + pollsIn(t, 2, p))
#else
#define polled(t, p) (pollsIn(t, 0, p) + pollsIn(t, 1, p) + pollsIn(t, 2, p) + pollsIn(t, 3, p))
#endif
#ifdef BUG_NO_POLL
#define isPolled(t, patience) serves[t]
#else
#define isPolled(t, patience) (serves[t] && isMajority(polled(t, patience)))
#endif

/* A change counts when a majority has confirmed it. */
#ifdef BUG_ANY_CONFIRMS
#define isEnough(n) ((n) > 0)
#else
#define isEnough(n) isMajority(n)
#endif

/* Only young confirmations count. A voter that follows the term in the same incarnation may confirm again at any time. */
#ifdef BUG_NEVER_AGES
inline forget(n) { skip }
#else
inline forget(n) { seen[n] = 0 }
#endif

/* A term serves fast only by the reports of a majority on one term in which each of these voters counts by now. */
#define termOf(r) ((r) < 2 -> 0 : ((r) - 2) / (REVISIONS + 1))
#ifdef BUG_IDLE_KEEPS
#define isKeeper(t, v, u) (termOf(report[by(t, v)]) == (u) -> 1 : 0)
#else
#define isKeeper(t, v, u) (termOf(report[by(t, v)]) == (u) && unripe[by(t, v)] == 0 -> 1 : 0)
#endif
#if VOTERS == 3
#define keepers(t, u) (isKeeper(t, 0, u) + isKeeper(t, 1, u) + isKeeper(t, 2, u))
#else
#define keepers(t, u) (isKeeper(t, 0, u) + isKeeper(t, 1, u) + isKeeper(t, 2, u) + isKeeper(t, 3, u))
#endif
#ifdef BUG_ANY_KEEPER
#define isKept(t, u) (keepers(t, u) > 0)
#else
#define isKept(t, u) isMajority(keepers(t, u))
#endif
#define isFast(t) (isKept(t, 1) || (t) > 2 && isKept(t, 2))

/* The latest of the reported states counts. */
inline findBest(t) {
    best = 0;
    for (i : by(t, 0) .. by(t, VOTERS - 1)) { if :: report[i] > best && report[i] >= 2 && isKept(t, termOf(report[i])) -> best = report[i] :: else fi }
}

/* A voter that keeps that term's state, counts in it by now, and still runs, counts at once. */
#ifdef BUG_ALL_COUNT
#define countsAtOnce(t, v) (report[by(t, v)] != SILENT)
#else
#define countsAtOnce(t, v) (isKeeper(t, v, termOf(best)) && !orphan[by(t, v)])
#endif
#ifdef SLOW_ONLY                    /* for cases that are found sooner this way */
#define isHeard(v) false
#elif defined(BUG_ALL_COUNT)
#define isHeard(v) true
#else
#define isHeard(v) (keeps[v] > 0)   /* a report that says that nothing is kept has no effect */
#endif

/* Reports count for this only for the time of a lease. */
#ifdef BUG_ANY_AGE
inline tooLong(t) { skip }
#else
inline tooLong(t) { serveSlow(t) }
#endif

/* States that must be reachable. Otherwise the rest would prove nothing. */
#if defined(REACH_BINDS)
#define REACHED (bound[0] || bound[1])
#elif defined(REACH_FAST)
#define REACHED ((bound[0] || bound[1]) && counted[2] > 1 && marks[at(2, 0)] != NONE)
#elif defined(REACH_SLOW)
#define REACHED ((bound[0] || bound[1]) && counted[2] > 1 && marks[at(2, 0)] == NONE)
#else
#define REACHED false
#endif
