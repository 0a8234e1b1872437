/* The rules of quorum.pml that planted faults break: each rule as it is, and as a fault breaks it with -DBUG_... . */

/* More than half. */
#ifdef BUG_HALF
#define isMajority(n) (2 * (n) >= VOTERS)
#else
#define isMajority(n) (2 * (n) > VOTERS)
#endif

/* A voter that joins a term does not count there for the time of a lease: it may have confirmed something elsewhere just before. */
#if defined(BUG_COUNTS_AT_ONCE)
#define waitAfterJoining(v) 0
#else
#define waitAfterJoining(v) TTL
#endif

/* A lease is granted and renewed only when a majority has confirmed the poll. A voter confirms only while it follows that term and
   has its state. */
#ifdef BUG_OLD_TERM_POLL
#define pollsIn(t, v, spread) (waitsUntilCounted[v] == 0 && termOfVoter[v] >= (t) -> 1 : 0)
#else
#define pollsIn(t, v, spread) (counts(v) && termOfVoter[v] == (t) || recentlyConfirmed[by(t, v)] + (spread) >= CONFIRMATION_AGE -> 1 : 0)
#endif
#if VOTERS == 3
#define polled(t, p) (pollsIn(t, 0, p) + pollsIn(t, 1, p) + pollsIn(t, 2, p))
#else
#define polled(t, p) (pollsIn(t, 0, p) + pollsIn(t, 1, p) + pollsIn(t, 2, p) + pollsIn(t, 3, p))
#endif
#ifdef BUG_NO_POLL
#define isPolled(t, spread) serves[t]
#else
#define isPolled(t, spread) (serves[t] && isMajority(polled(t, spread)))
#endif

/* A change counts when a majority has confirmed it. */
#ifdef BUG_ANY_CONFIRMS
#define isEnough(n) ((n) > 0)
#else
#define isEnough(n) isMajority(n)
#endif

/* Only recent confirmations count. A voter that follows the term in the same incarnation may confirm again at any time. */
#ifdef BUG_CONFIRMATIONS_NEVER_AGE
inline forget(n) { skip }
#else
inline forget(n) { confirmedUpTo[n] = 0 }
#endif

/* A term serves fast only by the reports of a majority on one term in which each of these voters counts by now. */
#define termOf(r) ((r) < 2 -> 0 : ((r) - 2) / (REVISIONS + 1))
#ifdef BUG_WAITING_VOTER_HAS_STATE
#define hasStateOf(t, v, u) (termOf(report[by(t, v)]) == (u) -> 1 : 0)
#else
#define hasStateOf(t, v, u) (termOf(report[by(t, v)]) == (u) && notCountedFor[by(t, v)] == 0 -> 1 : 0)
#endif
#if VOTERS == 3
#define countWithState(t, u) (hasStateOf(t, 0, u) + hasStateOf(t, 1, u) + hasStateOf(t, 2, u))
#else
#define countWithState(t, u) (hasStateOf(t, 0, u) + hasStateOf(t, 1, u) + hasStateOf(t, 2, u) + hasStateOf(t, 3, u))
#endif
#ifdef BUG_ANY_STATE
#define isStateOfMajority(t, u) (countWithState(t, u) > 0)
#else
#define isStateOfMajority(t, u) isMajority(countWithState(t, u))
#endif
#define isFast(t) (isStateOfMajority(t, 1) || (t) > 2 && isStateOfMajority(t, 2))

/* The chosen of the reported states counts. */
inline findLatestState(t) {
    chosen = 0;
    for (i : by(t, 0) .. by(t, VOTERS - 1)) {
        if :: report[i] > chosen && report[i] >= 2 && isStateOfMajority(t, termOf(report[i])) -> chosen = report[i] :: else fi
    }
}

/* A voter that has that term's state, counts in it by now, and still runs, counts at once. */
#ifdef BUG_ALL_COUNT
#define countsAtOnce(t, v) (report[by(t, v)] != SILENT)
#else
#define countsAtOnce(t, v) (hasStateOf(t, v, termOf(chosen)) && !reporterDied[by(t, v)])
#endif
#ifdef SLOW_ONLY                    /* for cases that are found sooner this way */
#define isReportSent(v) false
#elif defined(BUG_ALL_COUNT)
#define isReportSent(v) true
#else
#define isReportSent(v) (stateTerm[v] > 0)   /* a report that there is no state has no effect */
#endif

/* Reports count for this only for the time of a lease. */
#ifdef BUG_REPORTS_NEVER_AGE
inline tooLong(t) { skip }
#else
inline tooLong(t) { serveSlow(t) }
#endif

/* States that must be reachable. Otherwise the rest would prove nothing. */
#if defined(REACH_BINDS)
#define REACHED (bound[0] || bound[1])
#elif defined(REACH_FAST)
#define REACHED ((bound[0] || bound[1]) && committed[2] > 1 && marks[at(2, 0)] != NONE)
#elif defined(REACH_SLOW)
#define REACHED ((bound[0] || bound[1]) && committed[2] > 1 && marks[at(2, 0)] == NONE)
#else
#define REACHED false
#endif
