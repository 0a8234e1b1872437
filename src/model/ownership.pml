/*
 * Which node may hold an address: a model of yaim's safety rules for the model checker Spin. See docs/model.md.
 *
 * NODES nodes, one entry, one store. Times are counted in ticks, and only as what is left of them. So the model has no limit
 * in time: it runs for ever in finitely many states. Every event may happen at any moment, or never. A node that does nothing
 * while time passes is frozen. A request that is never carried out is lost. A request that is carried out long after it was
 * sent is late. One step here is one step of the program; "clock, netlink, clock" is one step.
 *
 * There are no revisions either. The only question is whether the mark is still at the revision that a node saw. So each write
 * to the mark voids the requests and the views that are based on an earlier revision.
 *
 * Where the model lets a node do more than the program would, what it proves holds all the more.
 */

#ifndef NODES
#define NODES 2
#endif
#ifndef TTL
#define TTL 4                           /* granted time to live of a lease */
#endif
#ifdef BUG_NO_MARGIN
#define MARGIN 0
#else
#define MARGIN 1                        /* how many ticks a node's clock may lose while one proof lasts */
#endif
#define LATENESS 1                      /* how late the kernel may drop an address after its lifetime has ended */
#define CALL_TIMEOUT 1                  /* dcs-timeout: an answer that took longer does not count */

/* Each node may have a present lease, and an earlier one that has not ended yet: its own, or of a previous incarnation. */
#define LEASES (2 * NODES)
#define presentLease(n) (2 * (n))
#define previousLease(n) (2 * (n) + 1)
#define nodeOf(l) ((l) / 2)
#define NONE LEASES

/* ---- the store ---- */

bool alive[LEASES];
byte leaseLeft[NODES];                  /* how long the store still has the lease by which the node has bound or may bind */
byte mark;                              /* the lease on which the mark hangs; it names nodeOf(mark). NONE: there is no mark */
bool unmarks;                           /* an unmark is under way, and the mark is still at the revision that it compares */
bool handsOver;                         /* likewise a hand-over */

/* ---- the nodes' processes ---- */

bool hasLease[NODES];                   /* present(n) */
byte proof[NODES];                      /* what is left of the proof, by this node's clock */
bool markSeenAsMine[NODES];             /* when last read, the mark named this node and was on its present lease */
bool markUnchanged[NODES];              /* and the mark is still at that revision */
bool releaseSent[NODES];                /* an unmark or a hand-over of that revision was sent (the loop remembers it) */

#define IDLE     0
#define ASKED    1
#define ANSWERED 2                      /* the store has renewed the lease; the answer is on the way */
byte keepAlive[NODES];
byte keepAliveAge[NODES];               /* since the keep-alive left, by this node's clock */

bool clockLostTick[NODES];              /* this node's clock has lost a tick since the proof began ... */
bool clockLostTickInCall[NODES];        /* ... and since the keep-alive left */

/* ---- the nodes' kernels: they go on when the process is frozen or dead ---- */

byte lifetime[NODES];                   /* how long the address may still be bound, lateness included */
#define bound(n) (lifetime[n] > 0)

/* ---- rule 9: the store may end a lease before its time; a claimed address is probed before it is bound; only with -DEARLY ---- */

#ifdef EARLY_LEASE_END
bool unprobed[NODES];                   /* claimed, and no probe has shown yet that no other node answers */
bool leaseEndedUnknown[NODES];          /* relies on a lease that was ended early, and does not know it */
bool boundAfterEarlyEnd[NODES];         /* has bound the address since then */
#endif

#include "planted.pml"

byte i;                                 /* for loops within one step; 0 between steps */
byte holders;                           /* likewise */

/* ---- what must hold ---- */

/* No address is bound without a right. Planted faults are searched without this check: they must show in what clients would see. */
inline checkRights() {
#if !defined(CHECK_DOUBLES_ONLY) && !defined(EARLY_LEASE_END)
    for (i : 0 .. NODES - 1) { assert(!bound(i) || mark != NONE && nodeOf(mark) == i && alive[mark]) }
#endif
    i = 0
}

/* The address is never on two nodes. A probe cannot detect an owner that does not know of the early
   end and binds the address only after the probe. */
inline checkSingle() {
    holders = 0;
    for (i : 0 .. NODES - 1) { if :: bound(i) && !isExcused(i) -> holders++ :: else fi }
    assert(holders <= 1);
    holders = 0; i = 0;
    assert(!REACHED);
    i = 0
}

/* ---- the store's steps ---- */

inline putMark(l) {
    voidReleases();
    for (i : 0 .. NODES - 1) { markUnchanged[i] = false }
    i = 0; mark = l;
    checkRights()
}

inline endLease(l) {
    alive[l] = false;
    if :: mark == l -> putMark(NONE) :: else fi;
    skip
}

/* What happens to a lease, and what is written under it. */
proctype Lease(byte l) {
    do
    /* it expires: not before its time, maybe later. So a late keep-alive needs no step of its own */
    :: d_step { alive[l] && leaseLeft[nodeOf(l)] == 0 -> endLease(l); printf("the store lets a lease expire: %d\n", l) }
#ifdef EARLY_LEASE_END
    :: d_step { alive[l] ->
        leaseEndedUnknown[nodeOf(l)] = (leaseEndedUnknown[nodeOf(l)] || hasLease[nodeOf(l)] && l == presentLease(nodeOf(l)));
        endLease(l); printf("the store ends a lease before its time: %d\n", l) }
#endif
    /* rule 5: claim by compare. The request may have been sent at any time since the lease began */
    :: d_step { alive[l] && mayClaim(l) -> noteClaim(l); putMark(l); printf("a claim is carried out: the mark is on lease %d\n", l) }
    /* rules 1 and 4: a node writes its mark again (retake) if the mark names it but is on another lease, or if the node has
       released it. Not while the address is bound: only a mark without a bound address is retaken. And no request of a previous
       incarnation replaces what the present one has written since */
    :: d_step { alive[l] && mark != NONE && nodeOf(mark) == nodeOf(l) && !bound(nodeOf(l)) &&
            !(mark != l && hasLease[nodeOf(l)] && mark == presentLease(nodeOf(l))) ->
        if :: mark != l -> noteClaim(l) :: else fi;
        putMark(l); printf("a retake is carried out: the mark is on lease %d\n", l) }
    /* rule 5: another node's hand-over. The program also compares the target's node key; safety does not need that */
    :: d_step { alive[l] && handsOver && mark != NONE && nodeOf(mark) != nodeOf(l) -> 
        handsOver = false; putMark(l); printf("a hand-over is carried out: the mark is on lease %d\n", l) }
    od
}

proctype Store() {
    do
    :: d_step { unmarks && mark != NONE -> unmarks = false; putMark(NONE); printf("an unmark is carried out\n") }
    od
}

/* ---- a node's steps ---- */

/* If nothing is bound and nothing can be bound by a lease any more, its remaining time makes no difference. */
inline forgetTimes(n) {
    if :: !bound(n) && !hasLease[n] -> leaseLeft[n] = 0 :: else fi;
    if :: !bound(n) && proof[n] == 0 -> clockLostTick[n] = false :: else fi;
    skip
}

inline drop(n) { lifetime[n] = 0; forgetBoundAfterEarlyEnd(n); forgetTimes(n) }

inline endCall(n) { keepAlive[n] = IDLE; keepAliveAge[n] = 0; clockLostTickInCall[n] = false }

/* The lease is given up, or the process dies: the present lease becomes the earlier one. */
inline loseLease(n) {
    abandonCall(n);
    hasLease[n] = false; proof[n] = 0; markSeenAsMine[n] = false; markUnchanged[n] = false; releaseSent[n] = false;
    forgetProbe(n);
    i = alive[presentLease(n)]; alive[presentLease(n)] = alive[previousLease(n)]; alive[previousLease(n)] = i;
    if
    :: mark == presentLease(n) -> mark = previousLease(n)
    :: mark == previousLease(n) -> mark = presentLease(n)
    :: else
    fi;
    i = 0;
    forgetTimes(n)
}

proctype Node(byte n) {
    do
    /* rule 6: the node drops what a previous incarnation left before it ends that lease, and before it obtains a new one.
       An incarnation that does not know the earlier lease does not end it, nor does one of the same name on another host. */
    :: d_step { !hasLease[n] && isClean(n) && alive[previousLease(n)] ->
        endLease(previousLease(n)); printf("node %d revokes its earlier lease\n", n) }
    :: d_step { !hasLease[n] && isClean(n) && alive[presentLease(n)] ->
        endLease(presentLease(n)); printf("node %d revokes its earlier lease\n", n) }
    :: d_step { !hasLease[n] && isClean(n) && !alive[presentLease(n)] ->
        hasLease[n] = true; alive[presentLease(n)] = true; leaseLeft[n] = TTL; proof[n] = TTL - MARGIN;
        printf("node %d obtains a lease\n", n) }

    /* rule 2: the proof counts from when the keep-alive left; a late answer does not count, and none revives a proof */
    :: d_step { hasLease[n] && keepAlive[n] == IDLE -> keepAlive[n] = ASKED; printf("node %d sends a keep-alive\n", n) }
    :: d_step { keepAlive[n] == ASKED && alive[presentLease(n)] -> leaseLeft[n] = TTL; keepAlive[n] = ANSWERED;
        printf("the store renews the lease of node %d\n", n) }
    :: d_step { keepAlive[n] == ASKED && !alive[presentLease(n)] -> loseLease(n); printf("node %d learns that its lease has ended\n", n) }
    :: d_step { keepAlive[n] == ANSWERED ->
        if :: proof[n] > 0 -> extendProof(n) :: else fi; endCall(n); printf("node %d receives the answer\n", n) }
    :: d_step { keepAlive[n] != IDLE -> abandonCall(n); printf("node %d receives no answer\n", n) }
    :: d_step { hasLease[n] && proof[n] == 0 -> loseLease(n); printf("node %d gives its lease up, the proof has ended\n", n) }
#ifdef BUG_LATE_ANSWER
    :: d_step { keepAlive[n] == ASKED && lateAnswer[n] ->
        extendProof(n); endCall(n); printf("node %d mistakes a late answer for the answer\n", n) }
#endif

    /* it reads the mark. Its view is never older than its lease; otherwise it may read again at any later time */
    :: d_step { hasLease[n] ->
        markSeenAsMine[n] = showsAsMine(n); releaseSent[n] = (releaseSent[n] && markUnchanged[n]); markUnchanged[n] = markSeenAsMine[n];
        printf("node %d reads the mark; its own: %d\n", n, markSeenAsMine[n]) }

    /* rule 3: the kernel enforces the proof */
#ifdef BUG_PAUSED_BEFORE_BIND
    :: d_step { mayBind(n) && lifetimeReadBefore[n] == 0 ->
        lifetimeReadBefore[n] = lifetimeAllowed(n); printf("node %d looks at the clock to bind\n", n) }
    :: d_step { lifetimeReadBefore[n] > 0 -> lifetime[n] = lifetimeReadBefore[n] + LATENESS; lifetimeReadBefore[n] = 0;
        printf("node %d binds\n", n); checkSingle(); checkRights() }
#else
    :: d_step { mayBind(n) -> lifetime[n] = lifetimeAllowed(n) + LATENESS; noteBoundAfterEarlyEnd(n);
        printf("node %d binds\n", n); checkSingle(); checkRights() }
#endif
    :: d_step { bound(n) && hasLease[n] && lifetimeAllowed(n) > 0 -> lifetime[n] = lifetimeAllowed(n) + LATENESS;
        printf("node %d refreshes the lifetime\n", n) }
    /* dropped by the node, its fence, its kernel (in time or early), or another program */
    :: d_step { bound(n) -> drop(n); printf("node %d drops\n", n) }
#ifdef EARLY_LEASE_END
    /* rule 9: no other node answers */
    :: d_step { unprobed[n] && isSilentElsewhere(n) -> unprobed[n] = false; printf("node %d probes, and all is silent\n", n) }
#endif

    /* rule 4: an address that was dropped may be released, for any reason; the node remembers that */
    :: d_step { mayRelease(n) -> unmarks = true; noteRelease(n); printf("node %d sends an unmark\n", n) }
    :: d_step { mayRelease(n) && mayHandOver(n) -> handsOver = true; noteRelease(n); printf("node %d sends a hand-over\n", n) }

    /* rule 7: it stops in order: drops, then revokes its lease */
    :: d_step { hasLease[n] && mayRevoke(n) ->
        endLease(presentLease(n)); loseLease(n); printf("node %d stops, and revokes its lease\n", n) }
    /* it is killed, or its host fails; requests that were sent and the kernel's addresses remain */
    :: d_step { hasLease[n] -> loseLease(n); printf("node %d is killed\n", n) }
    od
}

/* ---- time ---- */

inline tick(n) {
    if :: leaseLeft[n] > 0 -> leaseLeft[n]-- :: else fi;
    if
    :: (lostTicks >> n) & 1 && !clockLostTick[n] && !clockLostTickInCall[n] && (proof[n] > 0 || bound(n)) ->
            /* its clock misses this tick */
        clockLostTick[n] = true;
        clockLostTickInCall[n] = (keepAlive[n] != IDLE)
    :: else ->
        if :: proof[n] > 0 -> proof[n]-- :: else fi;
        if
        :: keepAlive[n] != IDLE && keepAliveAge[n] == CALL_TIMEOUT -> abandonCall(n)
        :: keepAlive[n] != IDLE && keepAliveAge[n] < CALL_TIMEOUT -> keepAliveAge[n]++
        :: else
        fi;
        if
        :: lifetime[n] == 1 -> drop(n)
        :: lifetime[n] > 1 -> lifetime[n]--
        :: else
        fi;
        forgetTimes(n)
    fi;
    skip
}

proctype Time() {
    byte lostTicks;
    do
    :: atomic {
        select(lostTicks : 0 .. (1 << NODES) - 1);
        d_step {
            tick(0); tick(1);
#if NODES > 2
            tick(2);
#endif
            printf("a tick; clocks that miss it (as bits): %d\n", lostTicks);
            lostTicks = 0
        }
    }
    od
}

init {
    atomic {
        mark = NONE;
        run Node(0); run Lease(0); run Lease(1);
        run Node(1); run Lease(2); run Lease(3);
#if NODES > 2
        run Node(2); run Lease(4); run Lease(5);
#endif
        run Store(); run Time()
    }
}
