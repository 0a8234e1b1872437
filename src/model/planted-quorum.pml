/* The rules of quorum.pml that a planted fault breaks: each as it is, and as it is broken with -DBUG_... . */

/* More than half. */
#ifdef BUG_HALF
#define isMajority(n) (2 * (n) >= VOTERS)
#else
#define isMajority(n) (2 * (n) > VOTERS)
#endif

/* Who started less than the time of a lease ago does not know what it has promised. */
#ifdef BUG_FORGETFUL_COUNTS
#define isNew(v) false
#else
#define isNew(v) (forgetful[v] > 0)
#endif

/* Nor does who turned to a term less than the time of a lease ago count in it, unless its fresh report was among those by which the
   term served at once. */
#ifdef JOINERS_WAIT
#define isYoung(v) (isNew(v) || joined[v] > 0)
#define isIgnorant(v) (isNew(v) || joined[v] > 0 && keeps[v] == follows[v])
#define isFresh(t, v) (fresh[by(t, v)] > 0)
inline noteJoin(v, t) { if :: follows[v] != t -> joined[v] = TTL :: else fi }
inline noteReport(v, t) { fresh[by(t, v)] = TTL }
inline noteDeath(v) { joined[v] = 0 }
inline noteFast(t) {
    for (i : 0 .. VOTERS - 1) { if :: follows[i] == t && isFresh(t, i) -> joined[i] = 0 :: else fi }
    i = 0
}
inline forgetFresh(t) {
    for (i : 0 .. VOTERS - 1) { fresh[by(t, i)] = 0 }
    i = 0
}
inline passJoined() {
    for (i : 0 .. VOTERS - 1) { pass(joined[i]) }
    for (i : by(1, 0) .. by(TERMS, VOTERS - 1)) {
        if :: fresh[i] == 1 && report[i] > IGNORANT -> report[i] = IGNORANT :: else fi;
        pass(fresh[i])
    }
    i = 0
}
#else
#define isYoung(v) isNew(v)
#define isIgnorant(v) isNew(v)
inline noteJoin(v, t) { skip }
inline noteReport(v, t) { skip }
inline noteDeath(v) { skip }
inline noteFast(t) { skip }
inline forgetFresh(t) { skip }
inline passJoined() { skip }
#endif

/* A poll is confirmed by who follows that term and has its state. */
#ifdef BUG_FORMER_POLL
#define isTermToPoll(v, t) (follows[v] >= (t) && serves[t])
#else
#define isTermToPoll(v, t) (follows[v] == (t) && keeps[v] == (t))
#endif

/* A lease is granted and renewed only when a majority has confirmed the poll. */
#ifdef BUG_NO_POLL
#define isGranted(n) true
#else
#define isGranted(n) isMajority(n)
#endif

/* A change counts when a majority has confirmed it. */
#ifdef BUG_ANY_CONFIRMS
#define isEnough(n) ((n) > 0)
#else
#define isEnough(n) isMajority(n)
#endif

/* Without a majority of one term, it waits until all that was granted has ended. */
#ifdef BUG_NO_WAIT
#define hasWaited(t) true
#else
#define hasWaited(t) (wait[t] == 0)
#endif

/* A state counts that a majority follows. */
#define termOf(r) ((r) < 2 -> 0 : ((r) - 2) / (REVISIONS + 1))
#define isOf(t, v, u) (termOf(report[by(t, v)]) == (u) -> 1 : 0)
#if VOTERS == 3
#define allOf(t, u) (isOf(t, 0, u) + isOf(t, 1, u) + isOf(t, 2, u))
#else
#define allOf(t, u) (isOf(t, 0, u) + isOf(t, 1, u) + isOf(t, 2, u) + isOf(t, 3, u))
#endif
#ifdef BUG_MIXED
#define isFast(t) (allOf(t, 0) < VOTERS && isMajority(VOTERS - allOf(t, 0)))
#define revisionOf(r) (((r) - 2) % (REVISIONS + 1))
#define isBetter(t, r) ((r) >= 2 && (best == 0 || revisionOf(r) >= revisionOf(best)))
#else
#define isFast(t) (isMajority(allOf(t, 1)) || isMajority(allOf(t, 2)))
#define isBetter(t, r) ((r) > best && (r) >= 2 && isMajority(allOf(t, termOf(r))))
#endif
inline findBest(t) {
    best = 0;
    for (i : 0 .. VOTERS - 1) { if :: isBetter(t, report[by(t, i)]) -> best = report[by(t, i)] :: else fi }
    i = 0
}

/* What has to be possible, or the rest would prove nothing: each of these is to be reached. */
#if defined(REACH_BINDS)
#define REACHED bound[1]
#elif defined(REACH_FAST)
#define REACHED (bound[1] && counted[2] > 1 && marks[at(2, 0)] != NONE)
#elif defined(REACH_SLOW)
#define REACHED (bound[1] && counted[2] > 1 && marks[at(2, 0)] == NONE)
#else
#define REACHED false
#endif
