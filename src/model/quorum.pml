/*
 * How nodes keep the store themselves with quorum: majority, as a model for the model checker Spin. See docs/model.md.
 *
 * VOTERS voters, coordinators of TERMS terms, and two holders who want one address. Each of these is a process of its own: a
 * coordinator or a holder may be a voter, too, and then does what it likes with it at once. Term 1 serves already, and all voters have lived for long and have reported to it.
 *
 * Messages need no queue. One that is lost is a step that is not taken. A report, a confirmation or an answer is taken in
 * when it was sent, which is the worst case: whoever waits longer with it only has less left of it. What a coordinator tells may be
 * taken over when it was told or any time later, and arrives in order.
 *
 * Rolls need no variable either: any voter may turn to any higher term at any time, and no coordinator need ever know that it
 * is deposed. Frozen is who does nothing while time goes on.
 *
 * What ownership.pml proves is taken for granted: the kernel drops the address when the proof ends, nobody obtains a lease before, a
 * margin covers what clocks differ by. So whoever may bind is taken to have bound.
 */

#ifndef VOTERS
#define VOTERS 3
#endif
#ifndef TERMS
#define TERMS 3
#endif
#ifndef TTL
#define TTL 2                   /* ticks of a lease */
#endif
#ifndef REVISIONS
#define REVISIONS 2             /* so many changes are made in a term at the most */
#endif

/* What the mark may be. A lease that its holder has lost can only be taken from its mark. */
#define NONE      0
#define present(h) (1 + (h))
#define former(h)  (3 + (h))

/* ---- the voters ---- */

byte follows[VOTERS];           /* a term; 0: none in this life */
byte keeps[VOTERS];                /* the term whose state it took over last; 0: none in this life */
byte knows[VOTERS];             /* up to this revision of it */
byte forgetful[VOTERS];         /* for so long it cannot tell what it has promised in a former life */
bool inTime[VOTERS];            /* it reported in this life to the term that it follows before that one served */

/* ---- the terms, each with its coordinator ---- */

#define at(t, r) ((t) * (REVISIONS + 1) + (r))
bool serves[TERMS + 1];
byte marks[(TERMS + 1) * (REVISIONS + 1)];  /* at each revision of the term */
byte revision[TERMS + 1];
byte counted[TERMS + 1];        /* so many revisions count, the one that it began with included */
#define seenBy(t, v) ((t) * VOTERS + (v))
byte seen[(TERMS + 1) * VOTERS];   /* so many has this voter confirmed; forgotten when they count */
byte report[(TERMS + 1) * VOTERS]; /* before it serves: see below */
byte wait[TERMS + 1];           /* before it serves: what is left of the wait, once a majority has reported */
bool complete[TERMS + 1];       /* a majority has reported */
#define leaseIn(t, h) ((t) * 2 + (h))
byte left[(TERMS + 1) * 2];     /* until then it does not end this holder's lease */

#define SILENT 0
#define IGNORANT 1              /* forgetful, or nothing was taken over */
#define known(t, r) (2 + at(t, r))

/* ---- the holders ---- */

byte proof[2];                  /* how long its lease proves something; 0: it has none */
bool bound[2];                  /* a mark that counts names it on that lease, and it has not dropped */
bool released[2];               /* the notebook: an unmark was sent, and the mark has not been put anew */
byte listens[2];                /* to this term, and to none before */
byte asks[2];                   /* this term, for a lease or its renewal; 0: nothing is asked */
byte age[2];                    /* since the question left */
byte polled[2];                 /* so many revisions counted when the poll for it was sent */
byte yes[2];                    /* who has confirmed that, as bits */

byte i;                         /* within one step; 0 between them */
byte j;
byte best;

#include "planted-quorum.pml"

/* Never is the address on two nodes. */
inline checkSingle() {
    assert(!(bound[0] && bound[1]));
    assert(!REACHED)
}

/* ---- a voter's steps ---- */

inline turnTo(v, t) { follows[v] = t; inTime[v] = false }

inline reportTo(v, t) {
    turnTo(v, t); inTime[v] = true;
    report[seenBy(t, v)] = (isYoung(v) || keeps[v] == 0 -> IGNORANT : known(keeps[v], knows[v]));
    j = 0;
    for (i : 0 .. VOTERS - 1) { if :: report[seenBy(t, i)] != SILENT -> j++ :: else fi }
    if :: !complete[t] && isMajority(j) -> complete[t] = true; wait[t] = TTL :: else fi;
    i = 0; j = 0;
    printf("voter %d reports to term %d; forgetful: %d, of term %d\n", v, t, isYoung(v), keeps[v])
}

proctype Voter(byte v) {
    do
#if TERMS > 1
    :: d_step { follows[v] < 2 && !serves[2] -> reportTo(v, 2) }
#endif
#if TERMS > 2
    :: d_step { follows[v] < 3 && !serves[3] -> reportTo(v, 3) }
#endif
    /* a term serves already, and it finds it now; or its report was late */
    :: d_step { follows[v] < 1 -> turnTo(v, 1); printf("voter %d turns to term 1\n", v) }
#if TERMS > 1
    :: d_step { follows[v] < 2 && serves[2] -> turnTo(v, 2); printf("voter %d turns to term 2\n", v) }
#endif
#if TERMS > 2
    :: d_step { follows[v] < 3 && serves[3] -> turnTo(v, 3); printf("voter %d turns to term 3\n", v) }
#endif
    :: d_step { follows[v] > keeps[v] && serves[follows[v]] ->
        keeps[v] = follows[v]; knows[v] = revision[keeps[v]]; noteLate(v);
        printf("voter %d takes over the state of term %d at revision %d\n", v, keeps[v], knows[v]) }
    :: d_step { keeps[v] > 0 && follows[v] == keeps[v] && knows[v] < revision[keeps[v]] -> knows[v]++;
        printf("voter %d is told revision %d of term %d\n", v, knows[v], keeps[v]) }
    :: d_step { keeps[v] > 0 && follows[v] == keeps[v] && !isYoung(v) && knows[v] >= counted[keeps[v]] && seen[seenBy(keeps[v], v)] <= knows[v] ->
        seen[seenBy(keeps[v], v)] = knows[v] + 1;
        printf("voter %d confirms revision %d of term %d\n", v, knows[v], keeps[v]) }
    :: d_step { asks[0] > 0 && !((yes[0] >> v) & 1) && !isYoung(v) && mayConfirm(v, 0) -> yes[0] = yes[0] | (1 << v);
        printf("voter %d confirms the poll of term %d for holder 0\n", v, asks[0]) }
    :: d_step { asks[1] > 0 && !((yes[1] >> v) & 1) && !isYoung(v) && mayConfirm(v, 1) -> yes[1] = yes[1] | (1 << v);
        printf("voter %d confirms the poll of term %d for holder 1\n", v, asks[1]) }
    :: d_step { follows[v] > 0 || forgetful[v] < TTL -> 
        follows[v] = 0; keeps[v] = 0; knows[v] = 0; inTime[v] = false; forgetful[v] = TTL;
        printf("voter %d is killed, and starts anew\n", v) }
    od
}

/* ---- a coordinator's steps ---- */

inline serve(t, mark, time) {
    serves[t] = true; marks[at(t, 0)] = mark;
    for (i : 0 .. 1) { left[leaseIn(t, i)] = time }
    for (i : 0 .. VOTERS - 1) { report[seenBy(t, i)] = SILENT }
    i = 0; wait[t] = 0; complete[t] = false
}

inline change(t, mark) { revision[t]++; marks[at(t, revision[t])] = mark }

inline countSeen(t) {
    counted[t]++;
    for (i : 0 .. VOTERS - 1) { if :: seen[seenBy(t, i)] <= counted[t] -> seen[seenBy(t, i)] = 0 :: else fi }
    i = 0
}

/* How many have confirmed the next revision that does not count yet: a later one too means that one. */
inline countVoters(t) {
    j = 0;
    for (i : 0 .. VOTERS - 1) { if :: seen[seenBy(t, i)] > counted[t] -> j++ :: else fi }
    i = 0
}

#define mark(t) marks[at(t, revision[t])]
#define mayChange(t) (serves[t] && revision[t] < REVISIONS)

proctype Coordinator(byte t) {
    do
    /* of a majority that is of one term, whoever knows most of it counts */
    :: d_step { !serves[t] && complete[t] && isFast(t) ->
        findBest(t); serve(t, marks[best - 2], TTL); best = 0;
        printf("term %d serves, fast, the mark is %d\n", t, mark(t)) }
    :: d_step { !serves[t] && complete[t] && hasWaited(t) -> serve(t, NONE, 0); printf("term %d serves without marks, after waiting\n", t) }

    :: d_step { mayChange(t) && mark(t) == NONE && left[leaseIn(t, 0)] > 0 && proof[0] > 0 -> change(t, present(0)); released[0] = false;
        printf("term %d: holder 0 claims, revision %d\n", t, revision[t]) }
    :: d_step { mayChange(t) && mark(t) == NONE && left[leaseIn(t, 1)] > 0 && proof[1] > 0 -> change(t, present(1)); released[1] = false;
        printf("term %d: holder 1 claims, revision %d\n", t, revision[t]) }
    :: d_step { mayChange(t) && mark(t) == former(0) && left[leaseIn(t, 0)] > 0 && proof[0] > 0 -> change(t, present(0)); released[0] = false;
        printf("term %d: holder 0 puts its mark on its new lease, revision %d\n", t, revision[t]) }
    :: d_step { mayChange(t) && mark(t) == former(1) && left[leaseIn(t, 1)] > 0 && proof[1] > 0 -> change(t, present(1)); released[1] = false;
        printf("term %d: holder 1 puts its mark on its new lease, revision %d\n", t, revision[t]) }
    /* holder 0 takes its mark off once it has dropped; or the lease ends */
    :: d_step { mayChange(t) && mark(t) == present(0) && listens[0] == t && !released[0] -> bound[0] = false; released[0] = true; change(t, NONE);
        printf("term %d: holder 0 drops, and unmarks, revision %d\n", t, revision[t]) }
    :: d_step { mayChange(t) && mark(t) == present(1) && listens[1] == t && !released[1] -> bound[1] = false; released[1] = true; change(t, NONE);
        printf("term %d: holder 1 drops, and unmarks, revision %d\n", t, revision[t]) }
    :: d_step { mayChange(t) && (mark(t) == former(0) || mark(t) == former(1) ||
            mark(t) == present(0) && left[leaseIn(t, 0)] == 0 || mark(t) == present(1) && left[leaseIn(t, 1)] == 0) -> change(t, NONE);
        printf("term %d: the lease of the mark ends, revision %d\n", t, revision[t]) }

    :: d_step { serves[t] && counted[t] <= revision[t] ->
        countVoters(t);
        if :: isEnough(j) -> countSeen(t); printf("term %d: revision %d counts\n", t, counted[t] - 1) :: else fi;
        j = 0 }
    od
}

/* ---- a holder's steps ---- */

inline endQuestion(h) { asks[h] = 0; age[h] = 0; polled[h] = 0; yes[h] = 0 }

inline ask(h, t) {
    endQuestion(h); listens[h] = t; asks[h] = t; polled[h] = counted[t];
    printf("holder %d asks term %d for its lease, and a poll is sent\n", h, t)
}

inline countYes(h) {
    j = 0;
    for (i : 0 .. VOTERS - 1) { if :: (yes[h] >> i) & 1 -> j++ :: else fi }
    i = 0
}

/* The proof has ended: dropped, and what hangs on that lease now hangs on a former one. */
inline loseLease(h) {
    bound[h] = false; released[h] = false; listens[h] = 0; endQuestion(h);
    for (i : at(1, 0) .. at(TERMS, REVISIONS)) { if :: marks[i] == present(h) -> marks[i] = former(h) :: else fi }
    for (i : 1 .. TERMS) { left[leaseIn(i, h)] = 0 }
    i = 0
}

proctype Holder(byte h) {
    do
    :: d_step { listens[h] <= 1 -> ask(h, 1) }
#if TERMS > 1
    :: d_step { listens[h] <= 2 && serves[2] -> ask(h, 2) }
#endif
#if TERMS > 2
    :: d_step { listens[h] <= 3 && serves[3] -> ask(h, 3) }
#endif
    :: d_step { asks[h] > 0 ->
        countYes(h);
        if
        :: isGranted(j) -> 
            printf("term %d grants holder %d its lease\n", asks[h], h);
            left[leaseIn(asks[h], h)] = TTL;
            if :: TTL - age[h] > proof[h] -> proof[h] = TTL - age[h] :: else fi;
            endQuestion(h)
        :: else
        fi;
        j = 0 }
    /* it is told what counts */
    :: d_step { proof[h] > 0 && listens[h] > 0 && !bound[h] && !released[h] && counted[listens[h]] > 0 &&
            marks[at(listens[h], counted[listens[h]] - 1)] == present(h) ->
        bound[h] = true; printf("holder %d binds by term %d, revision %d\n", h, listens[h], counted[listens[h]] - 1); checkSingle() }
    od
}

/* ---- time ---- */

inline pass(what) { if :: what > 0 -> what-- :: else fi }

inline passHolder(h) {
    if
    :: proof[h] == 1 -> proof[h] = 0; loseLease(h)
    :: proof[h] > 1 -> proof[h]--
    :: else
    fi;
    if
    :: asks[h] > 0 && age[h] == TTL - 1 -> endQuestion(h)
    :: asks[h] > 0 && age[h] < TTL - 1 -> age[h]++
    :: else
    fi
}

proctype Time() {
    do
    :: d_step { true ->
        for (i : 0 .. VOTERS - 1) { pass(forgetful[i]) }
        for (i : 1 .. TERMS) { pass(wait[i]); pass(left[leaseIn(i, 0)]); pass(left[leaseIn(i, 1)]) }
        i = 0;
        passHolder(0); passHolder(1);
        printf("a tick\n") }
    od
}

init {
    atomic {
        serves[1] = true;
        for (i : 0 .. VOTERS - 1) { follows[i] = 1; inTime[i] = true; run Voter(i) }
        for (i : 1 .. TERMS) { run Coordinator(i) }
        i = 0;
        run Holder(0); run Holder(1); run Time()
    }
}
