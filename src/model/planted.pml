/*
 * The rules of ownership.pml that planted faults break: each rule as it is, and as a fault breaks it with -DBUG_... .
 * The search must find every fault that is planted here.
 */

/* Rule 1: own by lease, not by name. */
#ifdef BUG_BY_NAME
#define showsAsMine(n) (mark != NONE && nodeOf(mark) == (n))
#else
#define showsAsMine(n) (mark == presentLease(n))
#endif

/* Rule 2: the proof counts from when the keep-alive left. */
#ifdef BUG_FROM_ANSWER
inline extendProof(n) { proof[n] = TTL - MARGIN; clockLostTick[n] = clockLostTickInCall[n] }
#else
inline extendProof(n) { proof[n] = TTL - MARGIN - keepAliveAge[n]; clockLostTick[n] = clockLostTickInCall[n] }
#endif

/* Rule 2: the answer to an abandoned keep-alive does not count for the next one. */
#ifdef BUG_LATE_ANSWER
bool lateAnswer[NODES];
inline abandonCall(n) { lateAnswer[n] = (keepAlive[n] == ANSWERED); endCall(n) }
#else
inline abandonCall(n) { endCall(n) }
#endif

/* Rule 3: the lifetime is what is left of the proof, less the kernel's lateness. If nothing is left, do not bind. */
#ifdef BUG_LIFETIME
#define lifetimeAllowed(n) (TTL - MARGIN - LATENESS)
#elif defined(BUG_NO_LATENESS)
#define lifetimeAllowed(n) (proof[n])
#else
#define lifetimeAllowed(n) (proof[n] > LATENESS -> proof[n] - LATENESS : 0)
#endif

/* Rule 4: an unmark or a hand-over compares the mark's revision. */
#ifdef BUG_RELEASE_BLIND
inline voidReleases() { skip }
#else
inline voidReleases() { unmarks = false; handsOver = false }
#endif

/* Rule 4: release only what was dropped. */
#ifdef BUG_RELEASE_FIRST
#define mayRelease(n) (markSeenAsMine[n] && markUnchanged[n])
#else
#define mayRelease(n) (markSeenAsMine[n] && markUnchanged[n] && !bound(n))
#endif

/* Rule 4: after a release was sent, bind again only after the mark was written again. */
#ifdef BUG_NO_RETAKE
inline noteRelease(n) { skip }
#else
inline noteRelease(n) { releaseSent[n] = true }
#endif

/* Rule 5: claim only if there is no mark. */
#ifdef BUG_CLAIM_BLIND
#define mayClaim(l) (mark != (l))
#else
#define mayClaim(l) (mark == NONE)
#endif

/* Rule 6: drop first what a previous incarnation left. */
#ifdef BUG_NO_CLEANUP
#define isClean(n) true
#else
#define isClean(n) (!bound(n))
#endif

/* Rule 7: revoke the lease only after the drop. */
#ifdef BUG_REVOKE_FIRST
#define mayRevoke(n) true
#else
#define mayRevoke(n) (!bound(n))
#endif

/* Rule 9: bind a claimed address only after no other node has answered a probe. */
#if defined(EARLY_LEASE_END) && !defined(BUG_NO_PROBE)
#define isProbed(n) (!unprobed[n])
#else
#define isProbed(n) true
#endif

/* Rule 9: do not hand over an address before its probe has ended: the receiver assumes that it was dropped. */
#if defined(EARLY_LEASE_END) && !defined(BUG_HAND_UNPROBED)
#define mayHandOver(n) (!unprobed[n])
#else
#define mayHandOver(n) true
#endif

#define mayBind(n) (hasLease[n] && markSeenAsMine[n] && !releaseSent[n] && !bound(n) && lifetimeAllowed(n) > 0 && isProbed(n))

#ifdef BUG_PAUSED_BEFORE_BIND
byte lifetimeReadBefore[NODES];         /* frozen between reading the clock and calling netlink */
#endif

/* What rule 9 must remember, and the one case that it cannot prevent (excused); see docs/model.md. */
#ifdef EARLY_LEASE_END
inline noteClaim(l) { if :: l == presentLease(nodeOf(l)) -> unprobed[nodeOf(l)] = true :: else fi; skip }
inline forgetProbe(n) { unprobed[n] = false; leaseEndedUnknown[n] = false }
inline noteBoundAfterEarlyEnd(n) { boundAfterEarlyEnd[n] = leaseEndedUnknown[n] }
inline forgetBoundAfterEarlyEnd(n) { boundAfterEarlyEnd[n] = false }
#if NODES > 2
#define isSilentElsewhere(n) (!bound(((n) + 1) % NODES) && !bound(((n) + 2) % NODES))
#else
#define isSilentElsewhere(n) (!bound(1 - (n)))
#endif
#else
inline noteClaim(l) { skip }
inline forgetProbe(n) { skip }
inline noteBoundAfterEarlyEnd(n) { skip }
inline forgetBoundAfterEarlyEnd(n) { skip }
#endif
#if defined(EARLY_LEASE_END) && !defined(NO_EXCUSE)
#define isExcused(n) boundAfterEarlyEnd[n]
#else
#define isExcused(n) false
#endif

/* States that must be reachable. Otherwise the rest would prove nothing. */
#if defined(REACH_BINDS)
#define REACHED bound(0)
#elif defined(REACH_SUCCESSOR)
#define REACHED (bound(1) && alive[previousLease(1)])
#elif defined(REACH_TAKES_OVER)
#define REACHED (bound(1) && hasLease[0] && !alive[presentLease(0)])
#else
#define REACHED false
#endif
