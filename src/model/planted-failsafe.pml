/* The rules of failsafe.pml that planted faults break: each rule as it is, and as a fault breaks it with -DBUG_... .
   A witness is a peer that the consent record names; a yes is its consent. */

/* All witnesses must consent. One that has not said yes, or whose yes has expired, ends the proof. */
#define of(o) (isWitness(o) -> witnessProof[o] : F)
#ifdef BUG_ANY_WITNESS
#define orNone(o) (isWitness(o) -> witnessProof[o] : 0)
#define least (orNone(0) > orNone(1) -> orNone(0) : orNone(1))
#elif defined(BUG_MISSING_IGNORED)
#define orSilent(o) (isWitness(o) && witnessProof[o] > 0 -> witnessProof[o] : F)
#define least (witnessProof[0] + witnessProof[1] == 0 -> 0 : (orSilent(0) < orSilent(1) -> orSilent(0) : orSilent(1)))
#else
#define least ((asked | maybe) == 0 -> 0 : (of(0) < of(1) -> of(0) : of(1)))
#endif

/* A promise counts from when the question left. */
#ifdef BUG_FROM_ANSWER
inline passAnswer(o) { skip }
#else
inline passAnswer(o) { answer[o]-- }
#endif
inline heard(o) { witnessProof[o] = answer[o] }

/* A lease proves nothing about an address whose mark is not on it. */
#ifdef BUG_MAX_OF_PROOFS
#define byLease (hasLease -> left : 0)
#else
#define byLease (hasLease && mine -> left : 0)
#endif

/* A rewrite that was sent may be in the store, whether it was answered or not. */
#ifdef BUG_CONFIRMED_ONLY
inline noteRewrite(set) { skip }
#elif defined(BUG_UNCONFIRMED)
inline noteRewrite(set) { confirmed = true; asked = set; askedCurrent = set }
#else
inline noteRewrite(set) { maybeCurrent = maybeCurrent | (set & (3 - maybe)); maybe = maybe | set }
#endif

/* The record is rewritten only when no address depends on the old one. An address without a mark on the present lease does: the
   record of the previous lease blocks the other nodes. An address held beyond the lease's proof does too: the witnesses of the
   new record have promised nothing. */
#ifdef BUG_REWRITE_EARLY
#define mayRewrite (hasLease && left > 0 && lifetime <= left)
#elif defined(BUG_REWRITE_BRIDGING)
#define mayRewrite (hasLease && left > 0 && (!boundA || mine))
#else
#define mayRewrite (hasLease && left > 0 && (!boundA || mine) && lifetime <= left)
#endif

/* A new incarnation does not consent. */
#ifdef BUG_YES_ANEW
#define isAsked(o) true
#else
#define isAsked(o) ((!(asked & bit(o)) || (askedCurrent & bit(o))) && (!(maybe & bit(o)) || (maybeCurrent & bit(o))))
#endif

/* A refusal is binding. */
#ifdef BUG_REFUSAL_FORGOTTEN
inline noteRefusal(o) { skip }
#else
inline noteRefusal(o) { refused[o] = true }
#endif

/* No refusal while a yes is outstanding, its own or that of a previous incarnation. */
#ifdef BUG_PROMISE_BROKEN
#define mayRefuse(o) true
#else
#define mayRefuse(o) (pledged[o] == 0)
#endif
#ifdef BUG_YOUNG_REFUSES
inline startYoung(o) { pledged[o] = 0 }
#else
inline startYoung(o) { pledged[o] = F }
#endif

/* The record is deleted by compare. */
#ifdef BUG_DELETE_BLIND
inline voidDeletes() { skip }
#else
inline voidDeletes() { deletes = false }
#endif

/* The record of a lost (vanished) node blocks until a witness has refused. It blocks claims, and binding by a claim that was under
   way. A node is lost if it has no member key on the lease that the record names. */
#ifdef BUG_NOT_ASKED
#define mayClaim true
#define mayBindAnew true
#elif defined(BUG_LATE_CLAIM)
#define mayClaim (!vanished)
#define mayBindAnew true
#elif defined(BUG_VANISHED_BY_NAME)
#define mayClaim (!record || alive)
#define mayBindAnew (!record || alive)
#else
#define mayClaim (!vanished)
#define mayBindAnew (!vanished)
#endif

/* States that must be reachable. Otherwise the rest would prove nothing. */
#if defined(REACH_WITNESSED)
#define REACHED (boundA && !alive)
#elif defined(REACH_TAKEN_OVER)
#define REACHED (bound && refused[0] && !record)
#elif defined(REACH_BACK)
#define REACHED (boundA && alive && mine && record && !named)
#else
#define REACHED false
#endif
