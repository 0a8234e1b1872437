/*
 * dcs-failure-mode failsafe: the consent rules, as a model for the model checker Spin. See docs/model.md and docs/consent.md.
 *
 * Three nodes and one entry. A loses the store and holds its address by the consent of its peers. Nodes 0 and 1 are those peers:
 * A's consent record may name each of them, or not. In this file "witness" means a peer that the record names. Both may be killed
 * and come back as a new incarnation. Node 1 also wants the entry.
 *
 * What ownership.pml proves is assumed here: 1's own lease never fails, a keep-alive takes no time, and A's clock is right. A question
 * is received at once. That is the worst case: the promise counts from there, and A's proof from when the question left. The answer
 * may take any time, or not arrive.
 *
 * No variable says whether a node can reach the store. A node that cannot does none of the steps that need it. What it had
 * requested from the store may be carried out at any time.
 */

#ifndef F
#define F 2                     /* for how many ticks a consent (a yes) counts: the granted time to live of A's lease */
#endif

#define OTHERS 2
#define NOBODY 3
#define A      2
#define bit(o) (1 << (o))

/* ---- the store ---- */

byte mark = NOBODY;             /* A, or one of the others */
byte left;                      /* what is left of A's lease, and of A's proof: keep-alives take no time here */
bool alive;                     /* A's lease, and so A's member key */

bool record;                    /* A's consent record exists */
bool named;                     /* it names A's present lease */
byte witnesses;                 /* a bit for each witness in it */
byte current;                   /* a bit for each witness that still runs in the incarnation that the record names */

bool claims;                    /* a claim of 1 is under way: write the mark if there is none */
bool rewrites;                  /* A's rewrite of its record is under way; it compares the record that A saw, under the same lease */
byte newWitnesses;
byte newCurrent;
bool deletes;                   /* the deletion of A's record is under way; it compares the record that the deleter saw */

/* ---- A ---- */

byte lifetime;                  /* how long A's kernel still keeps the address */
#define boundA (lifetime > 0)
bool hasLease;
bool mine;                      /* A has read that the mark is on its present lease */
bool confirmed;                 /* A's last view had A's own record ... */
byte asked;                     /* ... with these witnesses: */
byte askedCurrent;              /* a bit for each that still runs in the incarnation that that record names */
byte maybe;                     /* the same for a rewrite that was sent, as long as no view shows its result */
byte maybeCurrent;
byte witnessProof[OTHERS];      /* by A's clock: how long this witness still keeps its promise, at least */

byte answer[OTHERS];            /* a yes is on the way to A: what is left of the promise, counted from the question. 0: none */

/* ---- the others ---- */

byte pledged[OTHERS];           /* how long it still keeps its promise, or cannot know what a previous incarnation promised */
bool refused[OTHERS];           /* it has refused A's incarnation, for ever */
bool sees;                      /* 1 has a view in which it may bind */
bool bound;                     /* 1 has the address */

#ifdef BOTH_DIE
#define mayDie(o) true
#else
#define mayDie(o) ((o) == 0)    /* 1 may be killed too, in the larger run of deploy/soak */
#endif
#define vanished (record && !(named && alive))

#include "planted-failsafe.pml"

/* The address is never on two nodes. */
inline checkSingle() {
    assert(!(boundA && bound));
    assert(!REACHED)
}

/* ---- the store's steps ---- */

inline loseLease() { hasLease = false; mine = false }

proctype Store() {
    do
    :: d_step { alive && left == 0 -> alive = false; rewrites = false; if :: mark == A -> mark = NOBODY :: else fi;
        printf("A's lease ends\n") }
    :: d_step { rewrites -> record = true; named = true; witnesses = newWitnesses; current = newCurrent;
        rewrites = false; newWitnesses = 0; newCurrent = 0; voidDeletes();
        printf("A's record is rewritten: witnesses (as bits) %d\n", witnesses) }
    :: d_step { deletes && record -> record = false; named = false; witnesses = 0; current = 0; deletes = false;
        rewrites = false; newWitnesses = 0; newCurrent = 0; printf("A's record is deleted\n") }
    :: d_step { claims && mark == NOBODY -> mark = 1; printf("a claim of 1 is carried out\n") }
    :: d_step { alive && mark == NOBODY -> mark = A; printf("a claim of A is carried out\n") }
    :: d_step { claims -> claims = false; printf("a claim of 1 is lost\n") }
    od
}

/* ---- A's steps ---- */

#define isWitness(o) ((asked | maybe) & bit(o))

/* The earliest end of the promises of all witnesses. Those of a rewrite that was sent count too, since it may be in the store. */
#define witnessed (confirmed -> least : 0)

inline rewrite(set) {
    rewrites = true; newWitnesses = set; newCurrent = set; noteRewrite(set);
    printf("A sends a record with witnesses (as bits) %d\n", set)
}

proctype NodeA() {
    do
    /* the lease; a keep-alive that is answered shows that the lease never ended */
    :: d_step { !hasLease && !alive -> hasLease = true; alive = true; left = F; named = false; printf("A obtains a lease\n") }
    :: d_step { hasLease && alive && left < F -> left = F; printf("A renews its lease\n") }
    :: d_step { hasLease && !alive -> loseLease(); printf("A learns that its lease has ended\n") }

    /* it reads its mark and its record. If another node has the mark, A drops at once */
    :: d_step { hasLease ->
        mine = (mark == A && alive);
        if :: mark != A && mark != NOBODY -> lifetime = 0 :: else fi;
        if
        :: record && named -> confirmed = true; asked = witnesses; askedCurrent = current
        :: !record -> confirmed = false; asked = 0; askedCurrent = 0
        :: else
        fi;
        if :: !rewrites && (named || !record) -> maybe = 0; maybeCurrent = 0 :: else fi;
        printf("A reads the store; mark its own: %d, record: %d\n", mine, record && named) }

    /* the address: held by its lease if the mark is on it, else by the promises of all witnesses */
    :: d_step { hasLease && mine && left > 0 && !boundA -> lifetime = left; printf("A binds\n"); checkSingle() }
    :: d_step { boundA && byLease > lifetime -> lifetime = byLease; printf("A refreshes by its lease\n"); checkSingle() }
    :: d_step { boundA && witnessed > lifetime -> lifetime = witnessed; printf("A refreshes by its witnesses\n"); checkSingle() }
    :: d_step { boundA -> lifetime = 0; printf("A drops\n") }
    :: d_step { !boundA && mine && mark == A -> mark = NOBODY; mine = false; printf("A releases\n") }

    /* its record: written under its present lease only when nothing is held by the previous one any more */
    :: d_step { mayRewrite && !rewrites -> rewrite(1) }
    :: d_step { mayRewrite && !rewrites -> rewrite(2) }
    :: d_step { mayRewrite && !rewrites -> rewrite(3) }

    :: d_step { answer[0] > 0 -> heard(0); answer[0] = 0; printf("A hears the yes of 0\n") }
    :: d_step { answer[1] > 0 -> heard(1); answer[1] = 0; printf("A hears the yes of 1\n") }
    od
}

/* ---- the others' steps ---- */

inline forgetIncarnation(o) {
    current = current & (3 - bit(o)); newCurrent = newCurrent & (3 - bit(o));
    askedCurrent = askedCurrent & (3 - bit(o)); maybeCurrent = maybeCurrent & (3 - bit(o))
}

proctype Other(byte o) {
    do
    /* as a witness: a yes is a promise, a refusal is for ever; each counts only for the incarnation that was asked */
    :: d_step { confirmed && isWitness(o) && answer[o] == 0 && isAsked(o) && !refused[o] -> pledged[o] = F; answer[o] = F;
        printf("A asks %d, and it says yes\n", o) }
    :: d_step { vanished && (witnesses & bit(o)) && mayRefuse(o) -> noteRefusal(o); deletes = true;
        printf("%d refuses A, and the deletion of its record is sent\n", o) }

    /* it is killed, and starts again */
    :: d_step { mayDie(o) && (pledged[o] > 0 || refused[o] || ((current | newCurrent | askedCurrent | maybeCurrent) & bit(o))) ->
        startYoung(o); refused[o] = false; forgetIncarnation(o);
        if :: o == 1 -> bound = false; sees = false :: else fi;
        printf("%d is killed, and starts anew\n", o) }
    od
}

/* While the record of a lost (vanished) node exists, nothing is claimed, and nothing new is bound. */
proctype Claimant() {
    do
    :: d_step { mark == NOBODY && mayClaim && !claims -> claims = true; printf("1 sends a claim\n") }
    :: d_step { !sees && mark == 1 && mayBindAnew -> sees = true; printf("1 reads the store, and may bind\n") }
    :: d_step { sees && !bound -> bound = true; printf("1 binds\n"); checkSingle() }
    :: d_step { mark == 1 -> bound = false; sees = false; mark = NOBODY; printf("1 drops, and releases\n") }
    od
}

/* ---- time ---- */

inline passOther(o) {
    if :: pledged[o] > 0 -> pledged[o]-- :: else fi;
    if :: witnessProof[o] > 0 -> witnessProof[o]-- :: else fi;
    if :: answer[o] > 0 -> passAnswer(o) :: else fi;
    skip
}

proctype Time() {
    do
    :: d_step { true ->
        if :: left > 0 -> left-- :: else fi;
        if :: lifetime > 0 -> lifetime-- :: else fi;
        passOther(0); passOther(1);
        printf("a tick\n") }
    od
}

init { atomic { run NodeA(); run Other(0); run Other(1); run Claimant(); run Store(); run Time() } }
