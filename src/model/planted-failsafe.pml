/* The rules of failsafe.pml that planted faults break: each rule as it is, and as a fault breaks it with -DBUG_... . */

/* All peers must consent. One that has not consented, or whose consent has expired, ends the proof. */
#define promiseLeft(o) (isPeer(o) -> consentProof[o] : TTL)
#ifdef BUG_ANY_PEER
#define promiseOrNone(o) (isPeer(o) -> consentProof[o] : 0)
#define shortestPromise (promiseOrNone(0) > promiseOrNone(1) -> promiseOrNone(0) : promiseOrNone(1))
#elif defined(BUG_MISSING_IGNORED)
#define promiseIfAnswered(o) (isPeer(o) && consentProof[o] > 0 -> consentProof[o] : TTL)
#define shortestPromise (consentProof[0] + consentProof[1] == 0 -> 0 : (promiseIfAnswered(0) < \
    promiseIfAnswered(1) -> promiseIfAnswered(0) : promiseIfAnswered(1)))
#else
#define shortestPromise ((confirmedPeers | pendingPeers) == 0 -> 0 : (promiseLeft(0) < promiseLeft(1) -> promiseLeft(0) : promiseLeft(1)))
#endif

/* A promise counts from when the question left. */
#ifdef BUG_FROM_ANSWER
inline tickAnswer(o) { skip }
#else
inline tickAnswer(o) { answer[o]-- }
#endif
inline noteConsent(o) { consentProof[o] = answer[o] }

/* A lease proves nothing about an address whose mark is not on it. */
#ifdef BUG_LEASE_PROVES_UNMARKED
#define leaseProof (hasLease -> leaseLeft : 0)
#else
#define leaseProof (hasLease && markSeenAsMine -> leaseLeft : 0)
#endif

/* A rewrite that was sent may be in the store, whether it was answered or not. */
#ifdef BUG_CONFIRMED_ONLY
inline noteRewrite(set) { skip }
#elif defined(BUG_UNCONFIRMED)
inline noteRewrite(set) { confirmed = true; confirmedPeers = set; confirmedCurrent = set }
#else
inline noteRewrite(set) { pendingCurrent = pendingCurrent | (set & (3 - pendingPeers)); pendingPeers = pendingPeers | set }
#endif

/* The record is rewritten only when no address depends on the old one. An address without a mark on the present lease does: the
   record of the previous lease blocks the other nodes. An address held beyond the lease's proof does too: the peers of the
   new record have promised nothing. */
#ifdef BUG_REWRITE_WHILE_UNMARKED
#define mayRewrite (hasLease && leaseLeft > 0 && lifetime <= leaseLeft)
#elif defined(BUG_REWRITE_WHILE_HELD)
#define mayRewrite (hasLease && leaseLeft > 0 && (!boundA || markSeenAsMine))
#else
#define mayRewrite (hasLease && leaseLeft > 0 && (!boundA || markSeenAsMine) && lifetime <= leaseLeft)
#endif

/* A new incarnation does not consent. */
#ifdef BUG_NEW_INCARNATION_CONSENTS
#define isRecordedIncarnation(o) true
#else
#define isRecordedIncarnation(o) ((!(confirmedPeers & bit(o)) || (confirmedCurrent & bit(o))) && \
    (!(pendingPeers & bit(o)) || (pendingCurrent & bit(o))))
#endif

/* A refusal is binding. */
#ifdef BUG_REFUSAL_FORGOTTEN
inline noteRefusal(o) { skip }
#else
inline noteRefusal(o) { refused[o] = true }
#endif

/* No refusal while a consent counts, its own or that of a previous incarnation. */
#ifdef BUG_PROMISE_BROKEN
#define mayRefuse(o) true
#else
#define mayRefuse(o) (promised[o] == 0)
#endif
#ifdef BUG_NEW_INCARNATION_REFUSES
inline restart(o) { promised[o] = 0 }
#else
inline restart(o) { promised[o] = TTL }
#endif

/* The record is deleted by compare. */
#ifdef BUG_DELETE_BLIND
inline voidDeletes() { skip }
#else
inline voidDeletes() { deletes = false }
#endif

/* The record of a lost node blocks until a peer has refused. It blocks claims, and binding by a claim that was under
   way. A node is lost if it has no member key on the lease that the record names. */
#ifdef BUG_NOT_ASKED
#define mayClaim true
#define mayBindAnew true
#elif defined(BUG_LATE_CLAIM)
#define mayClaim (!lost)
#define mayBindAnew true
#elif defined(BUG_LOST_BY_NAME)
#define mayClaim (!record || alive)
#define mayBindAnew (!record || alive)
#else
#define mayClaim (!lost)
#define mayBindAnew (!lost)
#endif

/* States that must be reachable. Otherwise the rest would prove nothing. */
#if defined(REACH_HELD_BY_CONSENT)
#define REACHED (boundA && !alive)
#elif defined(REACH_TAKEN_OVER)
#define REACHED (bound && refused[0] && !record)
#elif defined(REACH_REBOUND)
#define REACHED (boundA && alive && markSeenAsMine && record && !named)
#else
#define REACHED false
#endif
