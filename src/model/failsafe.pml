/*
 * dcs-failure-mode failsafe: the consent rules, as a model for the model checker Spin. See docs/model.md and docs/consent.md.
 *
 * Three nodes and one entry. A loses the store and holds its address by the consent of its peers. Nodes 0 and 1 are those peers:
 * A's consent record may name each of them, or not. Both may be killed and come back as a new incarnation. Node 1 also wants
 * the entry.
 *
 * What ownership.pml proves is assumed here: 1's own lease never fails, a keep-alive takes no time, and A's clock is right. A question
 * is received at once. That is the worst case: the promise counts from there, and A's proof from when the question left. The answer
 * may take any time, or not arrive.
 *
 * No variable says whether a node can reach the store. A node that cannot does none of the steps that need it. What it had
 * requested from the store may be carried out at any time.
 */

#ifndef TTL
#define TTL 2                           /* for how many ticks a consent counts: the granted time to live of A's lease */
#endif

#define OTHERS 2
#define NOBODY 3
#define A      2
#define bit(o) (1 << (o))

/* ---- the store ---- */

byte mark = NOBODY;                     /* A, or one of the others */
byte leaseLeft;                         /* what is left of A's lease, and of A's proof: keep-alives take no time here */
bool alive;                             /* A's lease, and so A's member key */

bool record;                            /* A's consent record exists */
bool named;                             /* it names A's present lease */
byte peers;                             /* a bit for each peer that it names */
byte current;                           /* a bit for each of them that still runs in the incarnation that the record names */

bool claims;                            /* a claim of 1 is under way: write the mark if there is none */
/* A's rewrite of its record is under way; it compares the record that A saw, under the same lease */
bool rewrites;
byte newPeers;
byte newCurrent;
bool deletes;                           /* the deletion of A's record is under way; it compares the record that the deleter saw */

/* ---- A ---- */

byte lifetime;                          /* how long A's kernel still has the address */
#define boundA (lifetime > 0)
bool hasLease;
bool markSeenAsMine;                    /* A has read that the mark is on its present lease */
bool confirmed;                         /* A's last view had A's own record ... */
byte confirmedPeers;                    /* ... with these peers: */
byte confirmedCurrent;                  /* a bit for each that still runs in the incarnation that that record names */
byte pendingPeers;                      /* the same for a rewrite that was sent, as long as no view shows its result */
byte pendingCurrent;
byte consentProof[OTHERS];              /* by A's clock: how long the promise of this peer still lasts, at least */

byte answer[OTHERS];                    /* a consent is on the way to A: what is left of the promise, counted from the question. 0: none */

/* ---- the others ---- */

byte promised[OTHERS];                  /* how long its promise still lasts, or it cannot know what a previous incarnation promised */
bool refused[OTHERS];                   /* it has refused A's incarnation, for ever */
bool mayBind;                           /* 1 has a view in which it may bind */
bool bound;                             /* 1 has the address */

#ifdef BOTH_DIE
#define mayDie(o) true
#else
#define mayDie(o) ((o) == 0)    /* 1 may be killed too, in the larger run of deploy/soak */
#endif
#define lost (record && !(named && alive))

#include "planted-failsafe.pml"

/* The address is never on two nodes. */
inline checkSingle() {
    assert(!(boundA && bound));
    assert(!REACHED)
}

/* ---- the store's steps ---- */

inline loseLease() { hasLease = false; markSeenAsMine = false }

proctype Store() {
    do
    :: d_step { alive && leaseLeft == 0 -> alive = false; rewrites = false; if :: mark == A -> mark = NOBODY :: else fi;
        printf("A's lease ends\n") }
    :: d_step { rewrites -> record = true; named = true; peers = newPeers; current = newCurrent;
        rewrites = false; newPeers = 0; newCurrent = 0; voidDeletes();
        printf("A's record is rewritten: peers (as bits) %d\n", peers) }
    :: d_step { deletes && record -> record = false; named = false; peers = 0; current = 0; deletes = false;
        rewrites = false; newPeers = 0; newCurrent = 0; printf("A's record is deleted\n") }
    :: d_step { claims && mark == NOBODY -> mark = 1; printf("a claim of 1 is carried out\n") }
    :: d_step { alive && mark == NOBODY -> mark = A; printf("a claim of A is carried out\n") }
    :: d_step { claims -> claims = false; printf("a claim of 1 is lost\n") }
    od
}

/* ---- A's steps ---- */

#define isPeer(o) ((confirmedPeers | pendingPeers) & bit(o))

/* The earliest end of the promises of all peers. Those of a rewrite that was sent count too, since it may be in the store. */
#define consentLeft (confirmed -> shortestPromise : 0)

inline rewrite(set) {
    rewrites = true; newPeers = set; newCurrent = set; noteRewrite(set);
    printf("A sends a record with peers (as bits) %d\n", set)
}

proctype NodeA() {
    do
    /* the lease; a keep-alive that is answered shows that the lease never ended */
    :: d_step { !hasLease && !alive -> hasLease = true; alive = true; leaseLeft = TTL; named = false; printf("A obtains a lease\n") }
    :: d_step { hasLease && alive && leaseLeft < TTL -> leaseLeft = TTL; printf("A renews its lease\n") }
    :: d_step { hasLease && !alive -> loseLease(); printf("A learns that its lease has ended\n") }

    /* it reads its mark and its record. If another node has the mark, A drops at once */
    :: d_step { hasLease ->
        markSeenAsMine = (mark == A && alive);
        if :: mark != A && mark != NOBODY -> lifetime = 0 :: else fi;
        if
        :: record && named -> confirmed = true; confirmedPeers = peers; confirmedCurrent = current
        :: !record -> confirmed = false; confirmedPeers = 0; confirmedCurrent = 0
        :: else
        fi;
        if :: !rewrites && (named || !record) -> pendingPeers = 0; pendingCurrent = 0 :: else fi;
        printf("A reads the store; mark its own: %d, record: %d\n", markSeenAsMine, record && named) }

    /* the address: held by its lease if the mark is on it, else by the promises of all peers */
    :: d_step { hasLease && markSeenAsMine && leaseLeft > 0 && !boundA -> lifetime = leaseLeft; printf("A binds\n"); checkSingle() }
    :: d_step { boundA && leaseProof > lifetime -> lifetime = leaseProof; printf("A refreshes by its lease\n"); checkSingle() }
    :: d_step { boundA && consentLeft > lifetime ->
        lifetime = consentLeft; printf("A refreshes by the consent of its peers\n"); checkSingle() }
    :: d_step { boundA -> lifetime = 0; printf("A drops\n") }
    :: d_step { !boundA && markSeenAsMine && mark == A -> mark = NOBODY; markSeenAsMine = false; printf("A releases\n") }

    /* its record: written under its present lease only when nothing is held by the previous one any more */
    :: d_step { mayRewrite && !rewrites -> rewrite(1) }
    :: d_step { mayRewrite && !rewrites -> rewrite(2) }
    :: d_step { mayRewrite && !rewrites -> rewrite(3) }

    :: d_step { answer[0] > 0 -> noteConsent(0); answer[0] = 0; printf("A receives the consent of 0\n") }
    :: d_step { answer[1] > 0 -> noteConsent(1); answer[1] = 0; printf("A receives the consent of 1\n") }
    od
}

/* ---- the others' steps ---- */

inline forgetIncarnation(o) {
    current = current & (3 - bit(o)); newCurrent = newCurrent & (3 - bit(o));
    confirmedCurrent = confirmedCurrent & (3 - bit(o)); pendingCurrent = pendingCurrent & (3 - bit(o))
}

proctype Other(byte o) {
    do
    /* as a peer: a consent is a promise, a refusal is for ever; each counts only for the incarnation that was asked */
    :: d_step { confirmed && isPeer(o) && answer[o] == 0 && isRecordedIncarnation(o) && !refused[o] -> promised[o] = TTL; answer[o] = TTL;
        printf("A asks %d, and it consents\n", o) }
    :: d_step { lost && (peers & bit(o)) && mayRefuse(o) -> noteRefusal(o); deletes = true;
        printf("%d refuses A, and the deletion of its record is sent\n", o) }

    /* it is killed, and starts again */
    :: d_step { mayDie(o) && (promised[o] > 0 || refused[o] || ((current | newCurrent | confirmedCurrent | pendingCurrent) & bit(o))) ->
        restart(o); refused[o] = false; forgetIncarnation(o);
        if :: o == 1 -> bound = false; mayBind = false :: else fi;
        printf("%d is killed, and starts again\n", o) }
    od
}

/* While the record of a lost node exists, nothing is claimed, and nothing new is bound. */
proctype Claimant() {
    do
    :: d_step { mark == NOBODY && mayClaim && !claims -> claims = true; printf("1 sends a claim\n") }
    :: d_step { !mayBind && mark == 1 && mayBindAnew -> mayBind = true; printf("1 reads the store, and may bind\n") }
    :: d_step { mayBind && !bound -> bound = true; printf("1 binds\n"); checkSingle() }
    :: d_step { mark == 1 -> bound = false; mayBind = false; mark = NOBODY; printf("1 drops, and releases\n") }
    od
}

/* ---- time ---- */

inline tickPeer(o) {
    if :: promised[o] > 0 -> promised[o]-- :: else fi;
    if :: consentProof[o] > 0 -> consentProof[o]-- :: else fi;
    if :: answer[o] > 0 -> tickAnswer(o) :: else fi;
    skip
}

proctype Time() {
    do
    :: d_step { true ->
        if :: leaseLeft > 0 -> leaseLeft-- :: else fi;
        if :: lifetime > 0 -> lifetime-- :: else fi;
        tickPeer(0); tickPeer(1);
        printf("a tick\n") }
    od
}

init { atomic { run NodeA(); run Other(0); run Other(1); run Claimant(); run Store(); run Time() } }
