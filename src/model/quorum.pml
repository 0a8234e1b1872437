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
 * Membership views need no variable: any voter may turn to any higher term at any time, and no coordinator needs to know that it
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
#define TTL 2                   /* ticks of a lease */
#endif
#ifndef REVISIONS
#define REVISIONS 1             /* the most changes in one term */
#endif
#ifndef MORTALS
#define MORTALS 1               /* how many voters may die, and start again */
#endif
#ifndef PATIENCE
#define PATIENCE 0              /* how many ticks may pass between the confirmations of one poll */
#endif
#ifndef YOUNG
#define YOUNG (TTL / 2)         /* after how many ticks a confirmation makes no change count any more; more than PATIENCE */
#endif

/* The values of the mark. It is on a former lease if its holder has not put it on its present one. */
#define NONE       0
#define present(h) (1 + (h))
#define former(h)  (3 + (h))

/* ---- the voters ---- */

byte follows[VOTERS];           /* the term to which it has turned; 0: none in this incarnation */
byte idle[VOTERS];              /* how long it does not count there yet */
byte keeps[VOTERS];             /* the term whose state it adopted last; 0: none in this incarnation */
byte knows[VOTERS];             /* that state, up to this revision */
byte idleBefore[VOTERS];        /* if that is an earlier term: how long it would not count there */
byte lately[(TERMS + 1) * VOTERS];  /* how long its confirmations in this earlier term, or those of a previous incarnation, are young */

/* ---- the terms, each with its coordinator ---- */

#define at(t, r) ((t) * (REVISIONS + 1) + (r))
#define by(t, v) ((t) * VOTERS + (v))
#define of(t, h) ((t) * 2 + (h))
bool serves[TERMS + 1];
byte marks[(TERMS + 1) * (REVISIONS + 1)];  /* at each revision of the term */
byte revision[TERMS + 1];
byte counted[TERMS + 1];        /* how many revisions count, with the one that it began with */
byte seen[(TERMS + 1) * VOTERS];   /* how many this voter has confirmed; 0 again when they count */
byte left[(TERMS + 1) * 2];     /* how long it does not end this holder's lease */

/* before it serves */
byte inquires[TERMS + 1];       /* how long reports let it serve fast; 0: it has none */
byte report[(TERMS + 1) * VOTERS];  /* what this voter has reported */
byte unripe[(TERMS + 1) * VOTERS];  /* and how long it does not count yet in the term of that state */
bool orphan[(TERMS + 1) * VOTERS];  /* and the incarnation that reported it has ended */

#define SILENT 0
#define IGNORANT 1              /* keeps nothing */
#define known(t, r) (2 + at(t, r))

/* ---- the holders ---- */

byte proof[2];                  /* what is left of its proof; 0: it has none */
bool bound[2];                  /* a mark that counts names it, on that lease, and it has not dropped */
byte listens[2];                /* to this term and to no earlier one; 0: to any, since it has no lease yet */

byte i;                         /* within one step; 0 between steps */
byte j;
byte best;

inline pass(what) { if :: what > 0 -> what-- :: else fi }

#include "planted-quorum.pml"

/* The address is never on two nodes. */
inline checkSingle() {
    assert(!(bound[0] && bound[1]));
    assert(!REACHED)
}

/* ---- symmetry: of states that differ only in which voter or which holder is which, one is visited ---- */

#ifdef ALIKE
#define keyIn(t, v) (seen[by(t, v)] + 4 * (lately[by(t, v)] + 8 * (report[by(t, v)] + 16 * (unripe[by(t, v)] + 8 * orphan[by(t, v)]))))
#if TERMS == 2
#define key(v) (keyIn(1, v) + 8192 * keyIn(2, v))
#else
#define key(v) (keyIn(1, v) + 8192 * (keyIn(2, v) ^ keyIn(3, v)))
#endif
#define self(v) (follows[v] + 4 * (idle[v] + 8 * (keeps[v] + 4 * (knows[v] + 4 * idleBefore[v]))))

inline swapWord(x, y) { i = x; x = y; y = i }

inline order(v, w) {
    if
    :: self(v) > self(w) || self(v) == self(w) && key(v) > key(w) ->
        printf("(from here on voter %d is called %d, and %d %d)\n", v, w, w, v);
        swapWord(follows[v], follows[w]); swapWord(idle[v], idle[w]); swapWord(keeps[v], keeps[w]); swapWord(knows[v], knows[w]);
        swapWord(idleBefore[v], idleBefore[w]);
        for (j : 1 .. TERMS) {
            swapWord(seen[by(j, v)], seen[by(j, w)]); swapWord(lately[by(j, v)], lately[by(j, w)]);
            swapWord(report[by(j, v)], report[by(j, w)]); swapWord(unripe[by(j, v)], unripe[by(j, w)]);
            swapWord(orphan[by(j, v)], orphan[by(j, w)])
        }
    :: else
    fi
}

#define terms(h) (left[of(TERMS, h)] + 8 * left[of(1, h)])
#define holder(h) (proof[h] + 8 * (bound[h] + 2 * (listens[h] + 4 * terms(h))))

/* The first mark orders holders that do not differ in anything else. */
inline orderHolders() {
    if
    :: holder(0) == holder(1) ->
        best = NONE;
        for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: best == NONE -> best = marks[i] :: else fi }
    :: holder(0) > holder(1) -> best = present(1)
    :: else -> best = NONE
    fi;
    if
    :: best == present(1) || best == former(1) ->
        printf("(from here on holder 0 is called 1, and 1 0)\n");
        swapWord(proof[0], proof[1]); swapWord(bound[0], bound[1]); swapWord(listens[0], listens[1]);
        for (j : 1 .. TERMS) { swapWord(left[of(j, 0)], left[of(j, 1)]) }
        for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: marks[i] != NONE -> marks[i] = 1 + ((marks[i] - 1) ^ 1) :: else fi }
    :: else
    fi
}

/* When a voter has turned to the last term and that one serves, what it keeps of an earlier term does not matter any more. */
inline forgetKept(v) {
    if
    :: follows[v] == TERMS && serves[TERMS] && keeps[v] < TERMS -> keeps[v] = 0; knows[v] = 0; idleBefore[v] = 0
    :: else
    fi
}

inline endStep() {
    for (i : 0 .. VOTERS - 1) { forgetKept(i) }
    orderHolders();
#if MORTALS == 1
    order(1, 2);
#elif MORTALS == 2
    order(0, 1);
#else
    order(0, 1); order(1, 2); order(0, 1);
#endif
#if VOTERS > 3 && MORTALS == 0
    order(2, 3); order(1, 2); order(0, 1);
#endif
    i = 0; j = 0; best = 0
}
#else
inline endStep() { i = 0; j = 0; best = 0 }
#endif

/* ---- what counts by a majority ---- */

/* The next revision counts if enough voters have confirmed it or a later one. Then the holder that it marks may bind. */
inline countSeen(t) {
    do
    :: true ->
        j = 0;
        for (i : 0 .. VOTERS - 1) { if :: seen[by(t, i)] > counted[t] -> j++ :: else fi }
        if
        :: isEnough(j) ->
            printf("term %d: revision %d counts\n", t, counted[t]);
            if
            :: marks[at(t, counted[t])] == present(0) && listens[0] <= t -> bound[0] = true; listens[0] = t
            :: marks[at(t, counted[t])] == present(1) && listens[1] <= t -> bound[1] = true; listens[1] = t
            :: else
            fi;
            counted[t]++;
            for (i : 0 .. VOTERS - 1) { if :: seen[by(t, i)] <= counted[t] -> seen[by(t, i)] = 0 :: else fi };
            checkSingle()
        :: else -> break
        fi
    od;
    j = 0
}

/* ---- a voter's steps ---- */

#define idleInKept(v) (keeps[v] == follows[v] -> idle[v] : idleBefore[v])

#define counts(v) (follows[v] > 0 && keeps[v] == follows[v] && idle[v] == 0)

/* Anything that it confirms it may have confirmed just before. */
inline leave(v) {
    if :: counts(v) -> lately[by(follows[v], v)] = YOUNG :: else fi
}

inline age(n) {
    if
    :: lately[n] == 1 -> lately[n] = 0; forget(n)
    :: lately[n] > 1 -> lately[n]--
    :: else
    fi
}

inline turn(v, t) {
    leave(v);
    if :: keeps[v] == follows[v] -> idleBefore[v] = idle[v] :: else fi;
    idle[v] = idleAfterTurning(v);
    follows[v] = t
}

/* The voter may have turned to that term although its report did not arrive. */
#define said(v) (keeps[v] == 0 -> IGNORANT : known(keeps[v], knows[v]))
#define mayReport(v, t) (isHeard(v) && follows[v] == (t) && keeps[v] < (t) && !serves[t] && (report[by(t, v)] != said(v) || orphan[by(t, v)]))

inline reportTo(v, t) {
    report[by(t, v)] = said(v);
    unripe[by(t, v)] = idleInKept(v); orphan[by(t, v)] = false;
    if :: inquires[t] == 0 -> inquires[t] = TTL :: else fi;
    printf("voter %d reports to term %d that it keeps term %d\n", v, t, keeps[v])
}

#define mayConfirm(v) (counts(v) && knows[v] >= counted[keeps[v]] && seen[by(keeps[v], v)] <= knows[v])

inline confirmNow(v) {
    if
    :: mayConfirm(v) ->
        seen[by(keeps[v], v)] = knows[v] + 1;
        printf("voter %d confirms revision %d of term %d\n", v, knows[v], keeps[v]);
        countSeen(keeps[v])
    :: else
    fi
}

inline takeOver(v, t) {
    if :: follows[v] < t -> turn(v, t) :: else fi;
    keeps[v] = t; knows[v] = revision[t]; idleBefore[v] = 0;
    printf("voter %d takes over the state of term %d at revision %d\n", v, t, knows[v]);
    confirmNow(v)
}

proctype Voter(byte v) {
    do
    :: d_step { follows[v] < 2 -> turn(v, 2);
        printf("voter %d turns to term 2\n", v); endStep() }
    :: d_step { mayReport(v, 2) -> reportTo(v, 2); endStep() }
    :: d_step { follows[v] <= 1 && keeps[v] < 1 -> takeOver(v, 1); endStep() }
    :: d_step { follows[v] <= 2 && keeps[v] < 2 && serves[2] -> takeOver(v, 2); endStep() }
#if TERMS > 2
    :: d_step { follows[v] < 3 -> turn(v, 3);
        printf("voter %d turns to term 3\n", v); endStep() }
    :: d_step { mayReport(v, 3) -> reportTo(v, 3); endStep() }
    :: d_step { follows[v] <= 3 && keeps[v] < 3 && serves[3] -> takeOver(v, 3); endStep() }
#endif
    :: d_step { follows[v] > 0 && keeps[v] == follows[v] && knows[v] < revision[keeps[v]] ->
        knows[v] = revision[keeps[v]]; printf("voter %d is told revision %d of term %d\n", v, knows[v], keeps[v]);
        confirmNow(v); endStep() }
    :: d_step { v < MORTALS && follows[v] > 0 ->
        leave(v);
        for (i : 2 .. TERMS) { if :: report[by(i, v)] > IGNORANT -> orphan[by(i, v)] = true :: else fi }
        follows[v] = 0; idle[v] = 0; keeps[v] = 0; knows[v] = 0; idleBefore[v] = 0;
        printf("voter %d is killed, and starts anew\n", v); endStep() }
    od
}

/* ---- a coordinator's steps ---- */

inline serve(t, first, time) {
    serves[t] = true; marks[at(t, 0)] = first; left[of(t, 0)] = time; left[of(t, 1)] = time;
    inquires[t] = 0;
    for (i : by(t, 0) .. by(t, VOTERS - 1)) { report[i] = SILENT; unripe[i] = 0; orphan[i] = false }
}

inline serveFast(t) {
    findBest(t);
    for (i : 0 .. VOTERS - 1) { if :: follows[i] == t && countsAtOnce(t, i) -> idle[i] = 0 :: else fi }
    serve(t, marks[best - 2], TTL);
    printf("term %d serves fast, with mark %d\n", t, marks[at(t, 0)])
}

/* No rule depends on the reports of a majority here, nor on a ttl that has passed. */
inline serveSlow(t) {
    serve(t, NONE, 0);
    printf("term %d serves without marks\n", t)
}

/* The question is assumed to have left just before the first of these voters confirmed the poll. */
inline grant(t, h, patience) {
    listens[h] = t; left[of(t, h)] = TTL;
    if :: TTL - patience > proof[h] -> proof[h] = TTL - patience :: else fi;
    printf("term %d grants holder %d its lease\n", t, h)
}

inline change(t, next) { revision[t]++; marks[at(t, revision[t])] = next }

#define mark(t) marks[at(t, revision[t])]
#define mayChange(t) (serves[t] && revision[t] < REVISIONS)
#define mayGrant(t, h, patience) (listens[h] <= (t) && isPolled(t, patience) && (left[of(t, h)] < TTL || proof[h] < TTL - patience || listens[h] < (t)))
#define lives(t, h) (left[of(t, h)] > 0 && proof[h] > 0)

proctype Coordinator(byte t) {
    do
    :: d_step { isFast(t) -> serveFast(t); endStep() }
    :: d_step { !serves[t] -> serveSlow(t); endStep() }

    :: d_step { mayGrant(t, 0, 0) -> grant(t, 0, 0); endStep() }
    :: d_step { mayGrant(t, 1, 0) -> grant(t, 1, 0); endStep() }

    :: d_step { mayChange(t) && lives(t, 0) && (mark(t) == NONE || mark(t) == former(0)) -> change(t, present(0));
        printf("term %d, revision %d: the mark is on holder 0's lease\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && lives(t, 1) && (mark(t) == NONE || mark(t) == former(1)) -> change(t, present(1));
        printf("term %d, revision %d: the mark is on holder 1's lease\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && mark(t) == present(0) && bound[0] && listens[0] <= t && counted[t] > revision[t] -> bound[0] = false; listens[0] = t; change(t, NONE);
        printf("term %d, revision %d: holder 0 has dropped, and unmarks\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && mark(t) == present(1) && bound[1] && listens[1] <= t && counted[t] > revision[t] -> bound[1] = false; listens[1] = t; change(t, NONE);
        printf("term %d, revision %d: holder 1 has dropped, and unmarks\n", t, revision[t]); endStep() }
    :: d_step { mayChange(t) && (mark(t) == former(0) || mark(t) == former(1) ||
            mark(t) == present(0) && left[of(t, 0)] == 0 || mark(t) == present(1) && left[of(t, 1)] == 0) -> change(t, NONE);
        printf("term %d, revision %d: the mark goes with its lease\n", t, revision[t]); endStep() }
    od
}

/* ---- time ---- */

/* The proof has ended: the address is dropped, and the marks on that lease are now on a former one. */
inline loseLease(h) {
    bound[h] = false; listens[h] = 0;
    for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: marks[i] == present(h) -> marks[i] = former(h) :: else fi }
    for (i : 1 .. TERMS) { left[of(i, h)] = 0 }
}

inline passHolder(h) {
    if
    :: proof[h] == 1 -> proof[h] = 0; loseLease(h)
    :: proof[h] > 1 -> proof[h]--
    :: else
    fi
}

/* A coordinator that inquires for too long serves without marks. Other processes may never notice it. */
inline passInquiry(t) {
    if
    :: inquires[t] == 1 -> tooLong(t)
    :: inquires[t] > 1 -> inquires[t]--
    :: else
    fi
}

proctype Time() {
    do
    :: d_step { true ->
        for (i : 0 .. VOTERS - 1) { pass(idle[i]); pass(idleBefore[i]) }
        for (i : by(2, 0) .. by(TERMS, VOTERS - 1)) { pass(unripe[i]) }
        for (i : 1 .. TERMS) { pass(left[of(i, 0)]); pass(left[of(i, 1)]) }
        passInquiry(2);
#if TERMS > 2
        passInquiry(3);
#endif
        passHolder(0); passHolder(1);
        for (i : by(1, 0) .. by(TERMS, VOTERS - 1)) { age(i) }
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
        for (i : 0 .. VOTERS - 1) { follows[i] = 1; keeps[i] = 1 }
        run Time();
        for (i : 1 .. TERMS) { run Coordinator(TERMS + 1 - i) }
        for (i : 1 .. VOTERS) { run Voter(VOTERS - i) }
    }
}
