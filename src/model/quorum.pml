/*
 * How nodes keep the store themselves with quorum: majority, as a model for the model checker Spin. See docs/model.md.
 *
 * VOTERS voters, coordinators of TERMS terms, and two holders that want one address. Each of these is a process of its own. A
 * coordinator or a holder may also be a voter; then it acts on both roles at once. Term 1 serves already, and all voters have run
 * for long and have its state.
 *
 * Messages need no queue. A lost message is a step that is not taken. A report, a confirmation, an answer, and the news that a
 * change counts are received when they are sent. That is the worst case: a later receiver has only less time left. What a
 * coordinator says may be adopted when it was sent or at any later time, in order.
 *
 * Membership views need no variable: any voter may join any higher term at any time, and no coordinator needs to know that it
 * is deposed. A process that does nothing while time passes is frozen.
 *
 * What ownership.pml proves is assumed here: the kernel drops the address when the proof ends, no node obtains a lease before that,
 * and a margin covers the difference of clocks. So a holder that may bind is assumed to have bound.
 */

#ifndef VOTERS
#define VOTERS 3
#endif
#ifndef TERMS
#define TERMS 2
#endif
#ifndef TTL
#define TTL 2                           /* ticks of a lease */
#endif
#ifndef REVISIONS
#define REVISIONS 1                     /* the most changes in one term */
#endif
#ifndef MAY_DIE
#define MAY_DIE 1                       /* how many voters may die, and start again */
#endif
#ifndef POLL_SPREAD
#define POLL_SPREAD 0                   /* how many ticks may pass between the confirmations of one poll */
#endif
#ifndef CONFIRMATION_AGE
#define CONFIRMATION_AGE (TTL / 2)         /* after how many ticks a confirmation makes no change count any more; more than POLL_SPREAD */
#endif

/* The values of the mark. It is on a previous lease if its holder has not put it on its present one. */
#define NONE       0
#define present(h) (1 + (h))
#define previous(h)  (3 + (h))

/* ---- the voters ---- */

byte termOfVoter[VOTERS];               /* the term that it has joined; 0: none in this incarnation */
byte waitsUntilCounted[VOTERS];         /* how long it does not count there yet */
byte stateTerm[VOTERS];                 /* the term whose state it adopted last; 0: none in this incarnation */
byte stateRevision[VOTERS];             /* that state, up to this revision */
byte waitsInEarlierTerm[VOTERS];        /* if that is an earlier term: how long it would not count there */
/* how long its confirmations in this earlier term, or those of a previous incarnation, are recent */
byte recentlyConfirmed[(TERMS + 1) * VOTERS];

/* ---- the terms, each with its coordinator ---- */

#define at(t, r) ((t) * (REVISIONS + 1) + (r))
#define by(t, v) ((t) * VOTERS + (v))
#define of(t, h) ((t) * 2 + (h))
bool serves[TERMS + 1];
byte marks[(TERMS + 1) * (REVISIONS + 1)];  /* at each revision of the term */
byte revision[TERMS + 1];
byte committed[TERMS + 1];              /* how many revisions count, with the one that it began with */
byte confirmedUpTo[(TERMS + 1) * VOTERS];  /* how many this voter has confirmed; 0 again when they count */
byte leaseLeft[(TERMS + 1) * 2];        /* how long it does not end this holder's lease */

/* before it serves */
byte collectTimeLeft[TERMS + 1];        /* how long reports let it serve fast; 0: it has none */
byte report[(TERMS + 1) * VOTERS];      /* what this voter has reported */
byte notCountedFor[(TERMS + 1) * VOTERS];  /* and how long it does not count yet in the term of that state */
bool reporterDied[(TERMS + 1) * VOTERS];  /* and the incarnation that reported it has ended */

#define SILENT 0
#define NO_STATE 1                      /* it has no state */
#define reportedState(t, r) (2 + at(t, r))

/* ---- the holders ---- */

byte proof[2];                          /* what is left of its proof; 0: it has none */
bool bound[2];                          /* a mark that counts names it, on that lease, and it has not dropped */
byte followsTerm[2];                    /* to this term and to no earlier one; 0: to any, since it has no lease yet */

byte i;                                 /* within one step; 0 between steps */
byte j;
byte chosen;

inline countDown(what) { if :: what > 0 -> what-- :: else fi }

#include "planted-quorum.pml"

/* The address is never on two nodes. */
inline checkSingle() {
    assert(!(bound[0] && bound[1]));
    assert(!REACHED)
}

/* ---- symmetry: of states that differ only in which voter or which holder is which, one is visited ---- */

#ifdef SYMMETRY
#define keyIn(t, v) (confirmedUpTo[by(t, v)] + 4 * (recentlyConfirmed[by(t, v)] + 8 * (report[by(t, v)] + 16 \
    * (notCountedFor[by(t, v)] + 8 * reporterDied[by(t, v)]))))
#if TERMS == 2
#define key(v) (keyIn(1, v) + 8192 * keyIn(2, v))
#else
#define key(v) (keyIn(1, v) + 8192 * (keyIn(2, v) ^ keyIn(3, v)))
#endif
#define self(v) (termOfVoter[v] + 4 * (waitsUntilCounted[v] + 8 * (stateTerm[v] + 4 * (stateRevision[v] + 4 * waitsInEarlierTerm[v]))))

inline swap(x, y) { i = x; x = y; y = i }

inline orderVoters(v, w) {
    if
    :: self(v) > self(w) || self(v) == self(w) && key(v) > key(w) ->
        printf("(from here on voter %d is called %d, and %d %d)\n", v, w, w, v);
        swap(termOfVoter[v], termOfVoter[w]); swap(waitsUntilCounted[v], waitsUntilCounted[w]);
        swap(stateTerm[v], stateTerm[w]); swap(stateRevision[v], stateRevision[w]);
        swap(waitsInEarlierTerm[v], waitsInEarlierTerm[w]);
        for (j : 1 .. TERMS) {
            swap(confirmedUpTo[by(j, v)], confirmedUpTo[by(j, w)]); swap(recentlyConfirmed[by(j, v)], recentlyConfirmed[by(j, w)]);
            swap(report[by(j, v)], report[by(j, w)]); swap(notCountedFor[by(j, v)], notCountedFor[by(j, w)]);
            swap(reporterDied[by(j, v)], reporterDied[by(j, w)])
        }
    :: else
    fi
}

#define terms(h) (leaseLeft[of(TERMS, h)] + 8 * leaseLeft[of(1, h)])
#define holder(h) (proof[h] + 8 * (bound[h] + 2 * (followsTerm[h] + 4 * terms(h))))

/* The first mark orders holders that do not differ in anything else. */
inline orderHolders() {
    if
    :: holder(0) == holder(1) ->
        chosen = NONE;
        for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: chosen == NONE -> chosen = marks[i] :: else fi }
    :: holder(0) > holder(1) -> chosen = present(1)
    :: else -> chosen = NONE
    fi;
    if
    :: chosen == present(1) || chosen == previous(1) ->
        printf("(from here on holder 0 is called 1, and 1 0)\n");
        swap(proof[0], proof[1]); swap(bound[0], bound[1]); swap(followsTerm[0], followsTerm[1]);
        for (j : 1 .. TERMS) { swap(leaseLeft[of(j, 0)], leaseLeft[of(j, 1)]) }
        for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: marks[i] != NONE -> marks[i] = 1 + ((marks[i] - 1) ^ 1) :: else fi }
    :: else
    fi
}

/* When a voter has joined the last term and that one serves, its state of an earlier term does not matter any more. */
inline forgetOldState(v) {
    if
    :: termOfVoter[v] == TERMS && serves[TERMS] && stateTerm[v] < TERMS -> stateTerm[v] = 0; stateRevision[v] = 0; waitsInEarlierTerm[v] = 0
    :: else
    fi
}

inline endStep() {
    for (i : 0 .. VOTERS - 1) { forgetOldState(i) }
    orderHolders();
#if MAY_DIE == 1
    orderVoters(1, 2);
#elif MAY_DIE == 2
    orderVoters(0, 1);
#else
    orderVoters(0, 1); orderVoters(1, 2); orderVoters(0, 1);
#endif
#if VOTERS > 3 && MAY_DIE == 0
    orderVoters(2, 3); orderVoters(1, 2); orderVoters(0, 1);
#endif
    i = 0; j = 0; chosen = 0
}
#else
inline endStep() { i = 0; j = 0; chosen = 0 }
#endif

/* ---- what counts by a majority ---- */

/* The next revision counts if enough voters have confirmed it or a later one. Then the holder that it marks may bind. */
inline commitConfirmed(t) {
    do
    :: true ->
        j = 0;
        for (i : 0 .. VOTERS - 1) { if :: confirmedUpTo[by(t, i)] > committed[t] -> j++ :: else fi }
        if
        :: isEnough(j) ->
            printf("term %d: revision %d counts\n", t, committed[t]);
            if
            :: marks[at(t, committed[t])] == present(0) && followsTerm[0] <= t -> bound[0] = true; followsTerm[0] = t
            :: marks[at(t, committed[t])] == present(1) && followsTerm[1] <= t -> bound[1] = true; followsTerm[1] = t
            :: else
            fi;
            committed[t]++;
            for (i : 0 .. VOTERS - 1) { if :: confirmedUpTo[by(t, i)] <= committed[t] -> confirmedUpTo[by(t, i)] = 0 :: else fi };
            checkSingle()
        :: else -> break
        fi
    od;
    j = 0
}

/* ---- a voter's steps ---- */

#define waitInStateTerm(v) (stateTerm[v] == termOfVoter[v] -> waitsUntilCounted[v] : waitsInEarlierTerm[v])

#define counts(v) (termOfVoter[v] > 0 && stateTerm[v] == termOfVoter[v] && waitsUntilCounted[v] == 0)

/* Anything that it confirms it may have confirmed just before. */
inline noteConfirmed(v) {
    if :: counts(v) -> recentlyConfirmed[by(termOfVoter[v], v)] = CONFIRMATION_AGE :: else fi
}

inline ageConfirmation(n) {
    if
    :: recentlyConfirmed[n] == 1 -> recentlyConfirmed[n] = 0; forget(n)
    :: recentlyConfirmed[n] > 1 -> recentlyConfirmed[n]--
    :: else
    fi
}

inline joinTerm(v, t) {
    noteConfirmed(v);
    if :: stateTerm[v] == termOfVoter[v] -> waitsInEarlierTerm[v] = waitsUntilCounted[v] :: else fi;
    waitsUntilCounted[v] = waitAfterJoining(v);
    termOfVoter[v] = t
}

/* The voter may have joined that term although its report did not arrive. */
#define ownReport(v) (stateTerm[v] == 0 -> NO_STATE : reportedState(stateTerm[v], stateRevision[v]))
#define mayReport(v, t) (isReportSent(v) && termOfVoter[v] == (t) && stateTerm[v] < (t) && !serves[t] && \
    (report[by(t, v)] != ownReport(v) || reporterDied[by(t, v)]))

inline reportTo(v, t) {
    report[by(t, v)] = ownReport(v);
    notCountedFor[by(t, v)] = waitInStateTerm(v); reporterDied[by(t, v)] = false;
    if :: collectTimeLeft[t] == 0 -> collectTimeLeft[t] = TTL :: else fi;
    printf("voter %d reports to term %d that it has the state of term %d\n", v, t, stateTerm[v])
}

#define mayConfirm(v) (counts(v) && stateRevision[v] >= committed[stateTerm[v]] && confirmedUpTo[by(stateTerm[v], v)] <= stateRevision[v])

inline confirmNow(v) {
    if
    :: mayConfirm(v) ->
        confirmedUpTo[by(stateTerm[v], v)] = stateRevision[v] + 1;
        printf("voter %d confirms revision %d of term %d\n", v, stateRevision[v], stateTerm[v]);
        commitConfirmed(stateTerm[v])
    :: else
    fi
}

inline adoptState(v, t) {
    if :: termOfVoter[v] < t -> joinTerm(v, t) :: else fi;
    stateTerm[v] = t; stateRevision[v] = revision[t]; waitsInEarlierTerm[v] = 0;
    printf("voter %d adopts the state of term %d at revision %d\n", v, t, stateRevision[v]);
    confirmNow(v)
}

proctype Voter(byte v) {
    do
    :: d_step { termOfVoter[v] < 2 -> joinTerm(v, 2);
        printf("voter %d joins term 2\n", v); endStep() }
    :: d_step { mayReport(v, 2) -> reportTo(v, 2); endStep() }
    :: d_step { termOfVoter[v] <= 1 && stateTerm[v] < 1 -> adoptState(v, 1); endStep() }
    :: d_step { termOfVoter[v] <= 2 && stateTerm[v] < 2 && serves[2] -> adoptState(v, 2); endStep() }
#if TERMS > 2
    :: d_step { termOfVoter[v] < 3 -> joinTerm(v, 3);
        printf("voter %d joins term 3\n", v); endStep() }
    :: d_step { mayReport(v, 3) -> reportTo(v, 3); endStep() }
    :: d_step { termOfVoter[v] <= 3 && stateTerm[v] < 3 && serves[3] -> adoptState(v, 3); endStep() }
#endif
    :: d_step { termOfVoter[v] > 0 && stateTerm[v] == termOfVoter[v] && stateRevision[v] < revision[stateTerm[v]] ->
        stateRevision[v] = revision[stateTerm[v]]; printf("voter %d is told revision %d of term %d\n", v, stateRevision[v], stateTerm[v]);
        confirmNow(v); endStep() }
    :: d_step { v < MAY_DIE && termOfVoter[v] > 0 ->
        noteConfirmed(v);
        for (i : 2 .. TERMS) { if :: report[by(i, v)] > NO_STATE -> reporterDied[by(i, v)] = true :: else fi }
        termOfVoter[v] = 0; waitsUntilCounted[v] = 0; stateTerm[v] = 0; stateRevision[v] = 0; waitsInEarlierTerm[v] = 0;
        printf("voter %d is killed, and starts again\n", v); endStep() }
    od
}

/* ---- a coordinator's steps ---- */

inline serve(t, first, time) {
    serves[t] = true; marks[at(t, 0)] = first; leaseLeft[of(t, 0)] = time; leaseLeft[of(t, 1)] = time;
    collectTimeLeft[t] = 0;
    for (i : by(t, 0) .. by(t, VOTERS - 1)) { report[i] = SILENT; notCountedFor[i] = 0; reporterDied[i] = false }
}

inline serveFast(t) {
    findLatestState(t);
    for (i : 0 .. VOTERS - 1) { if :: termOfVoter[i] == t && countsAtOnce(t, i) -> waitsUntilCounted[i] = 0 :: else fi }
    serve(t, marks[chosen - 2], TTL);
    printf("term %d serves fast, with mark %d\n", t, marks[at(t, 0)])
}

/* No rule depends on the reports of a majority here, nor on a ttl that has passed. */
inline serveSlow(t) {
    serve(t, NONE, 0);
    printf("term %d serves without marks\n", t)
}

/* The question is assumed to have left just before the first of these voters confirmed the poll. */
inline grant(t, h, spread) {
    followsTerm[h] = t; leaseLeft[of(t, h)] = TTL;
    if :: TTL - spread > proof[h] -> proof[h] = TTL - spread :: else fi;
    printf("term %d grants holder %d its lease\n", t, h)
}

inline setMark(t, next) { revision[t]++; marks[at(t, revision[t])] = next }

#define mark(t) marks[at(t, revision[t])]
#define mayChange(t) (serves[t] && revision[t] < REVISIONS)
#define mayGrant(t, h, spread) (followsTerm[h] <= (t) && isPolled(t, spread) && (leaseLeft[of(t, h)] < TTL || \
    proof[h] < TTL - spread || followsTerm[h] < (t)))
#define isLeaseAlive(t, h) (leaseLeft[of(t, h)] > 0 && proof[h] > 0)

proctype Coordinator(byte t) {
    do
    :: d_step { isFast(t) -> serveFast(t); endStep() }
    :: d_step { !serves[t] -> serveSlow(t); endStep() }

    :: d_step { mayGrant(t, 0, 0) -> grant(t, 0, 0); endStep() }
    :: d_step { mayGrant(t, 1, 0) -> grant(t, 1, 0); endStep() }

    :: d_step { mayChange(t) && isLeaseAlive(t, 0) && (mark(t) == NONE || mark(t) == previous(0)) -> setMark(t, present(0));
        printf("term %d, revision %d: the mark is on holder 0's lease\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && isLeaseAlive(t, 1) && (mark(t) == NONE || mark(t) == previous(1)) -> setMark(t, present(1));
        printf("term %d, revision %d: the mark is on holder 1's lease\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && mark(t) == present(0) && bound[0] && followsTerm[0] <= t && committed[t] > revision[t] ->
        bound[0] = false; followsTerm[0] = t; setMark(t, NONE);
        printf("term %d, revision %d: holder 0 has dropped, and unmarks\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && mark(t) == present(1) && bound[1] && followsTerm[1] <= t && committed[t] > revision[t] ->
        bound[1] = false; followsTerm[1] = t; setMark(t, NONE);
        printf("term %d, revision %d: holder 1 has dropped, and unmarks\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && (mark(t) == previous(0) || mark(t) == previous(1) ||
            mark(t) == present(0) && leaseLeft[of(t, 0)] == 0 || mark(t) == present(1) && leaseLeft[of(t, 1)] == 0) -> setMark(t, NONE);
        printf("term %d, revision %d: the mark goes with its lease\n", t, revision[t]); endStep() }
    od
}

/* ---- time ---- */

/* The proof has ended: the address is dropped, and the marks on that lease are now on a previous one. */
inline loseLease(h) {
    bound[h] = false; followsTerm[h] = 0;
    for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: marks[i] == present(h) -> marks[i] = previous(h) :: else fi }
    for (i : 1 .. TERMS) { leaseLeft[of(i, h)] = 0 }
}

inline tickHolder(h) {
    if
    :: proof[h] == 1 -> proof[h] = 0; loseLease(h)
    :: proof[h] > 1 -> proof[h]--
    :: else
    fi
}

/* A coordinator that collects reports for too long serves without marks. Other processes may never notice it. */
inline tickCollection(t) {
    if
    :: collectTimeLeft[t] == 1 -> tooLong(t)
    :: collectTimeLeft[t] > 1 -> collectTimeLeft[t]--
    :: else
    fi
}

proctype Time() {
    do
    :: d_step { true ->
        for (i : 0 .. VOTERS - 1) { countDown(waitsUntilCounted[i]); countDown(waitsInEarlierTerm[i]) }
        for (i : by(2, 0) .. by(TERMS, VOTERS - 1)) { countDown(notCountedFor[i]) }
        for (i : 1 .. TERMS) { countDown(leaseLeft[of(i, 0)]); countDown(leaseLeft[of(i, 1)]) }
        tickCollection(2);
#if TERMS > 2
        tickCollection(3);
#endif
        tickHolder(0); tickHolder(1);
        for (i : by(1, 0) .. by(TERMS, VOTERS - 1)) { ageConfirmation(i) }
        confirmNow(0); confirmNow(1); confirmNow(2);
#if VOTERS > 3
        confirmNow(3);
#endif
        printf("a tick\n"); endStep() }
    od
}

init {
    atomic {
        serves[1] = true;
        for (i : 0 .. VOTERS - 1) { termOfVoter[i] = 1; stateTerm[i] = 1 }
        run Time();
        for (i : 1 .. TERMS) { run Coordinator(TERMS + 1 - i) }
        for (i : 1 .. VOTERS) { run Voter(VOTERS - i) }
    }
}
