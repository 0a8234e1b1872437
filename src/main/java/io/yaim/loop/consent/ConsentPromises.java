package io.yaim.loop.consent;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.PeerMessage.Question;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What this node has promised as a peer of others. A consent is a promise: until it expires, this node does not
/// refuse the same tenancy. A refusal is a promise too: a refused tenancy never gets a consent again.
final class ConsentPromises {

    /// The limit for each kind of promise, above the number of nodes of any cluster. At the limit, no further
    /// consent is given.
    static final int MAX_PROMISES = 10_000;

    private final NodeName name;
    private final Incarnation self;
    private final Duration started;
    private final Map<Tenancy, Duration> consentsUntil = new HashMap<>();
    private final Set<Tenancy> refused = new HashSet<>();
    private final Map<Incarnation, Long> lastSequences = new HashMap<>();

    /// @param started when this incarnation started
    ConsentPromises(NodeName name, Incarnation self, Duration started) {
        this.name = name;
        this.self = self;
        this.started = started;
    }

    /// Whether the question is new. Otherwise a host that overheard it could send it again and prolong a promise
    /// for ever.
    boolean isNew(Question question) {
        if (lastSequences.size() >= MAX_PROMISES && !lastSequences.containsKey(question.askerIncarnation())) {
            return false;
        }
        Long last = lastSequences.get(question.askerIncarnation());
        if (last != null && last >= question.sequence()) {
            return false;
        }
        lastSequences.put(question.askerIncarnation(), question.sequence());
        return true;
    }

    /// @param hasStore whether this node reaches the store; if so, the asking node is cut off alone and gets no
    ///     consent
    boolean decide(Question question, boolean hasStore, Duration now) {
        return question.peer().equals(name) && decideFor(question, hasStore, now);
    }

    private boolean decideFor(Question question, boolean hasStore, Duration now) {
        return switch (question.purpose()) {
            case HOLD ->
                tryConsent(question.tenancy(), question.peerIncarnation(), question.consentTime(), hasStore, now);
            case REFUSE -> tryRefuse(question.tenancy(), question.peerIncarnation(), question.consentTime(), now);
        };
    }

    private boolean tryConsent(Tenancy of, Incarnation recorded, Duration hold, boolean hasStore, Duration now) {
        consentsUntil.values().removeIf(until -> until.compareTo(now) <= 0);
        boolean isFull = refused.size() >= MAX_PROMISES
                || (consentsUntil.size() >= MAX_PROMISES && !consentsUntil.containsKey(of));
        if (hasStore || isFull || !recorded.equals(self) || refused.contains(of)) {
            return false;
        }
        consentsUntil.merge(of, now.plus(hold), (one, other) -> one.compareTo(other) > 0 ? one : other);
        return true;
    }

    /// Refuses the tenancy of this consent record, if the record names this node and no promise forbids it.
    boolean tryRefuse(ConsentRecord record, Incarnation recorded, Duration now) {
        return tryRefuse(record.tenancy(), recorded, record.consentTime(), now);
    }

    /// The promises of an earlier incarnation under this name are unknown, but have expired `hold` after the
    /// start. At the limit no consent is given, so further refusals need not be remembered.
    private boolean tryRefuse(Tenancy of, Incarnation recorded, Duration hold, Duration now) {
        if (refused.contains(of)) {
            return true;
        }
        Duration promised = recorded.equals(self) ? consentsUntil.getOrDefault(of, Duration.ZERO) : started.plus(hold);
        if (now.compareTo(promised) < 0) {
            return false;
        }
        if (refused.size() < MAX_PROMISES) {
            refused.add(of);
        }
        return true;
    }
}
