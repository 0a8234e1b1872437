package io.yaim.loop;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.Witnesses;
import io.yaim.peer.Message.Question;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// This node as a witness of others. A yes is a promise: until it has run out this node refuses for nobody
/// what it granted. A refusal is one too: who was refused is never granted anything again.
final class Witness {

    /// Of each kind; more than any cluster has nodes. Beyond it nobody gets a yes any more.
    static final int MOST = 10_000;

    private final NodeName name;
    private final Incarnation self;
    private final Duration started;
    private final Map<Tenancy, Duration> promises = new HashMap<>();
    private final Set<Tenancy> refused = new HashSet<>();
    private final Map<Incarnation, Long> heard = new HashMap<>();

    /// @param started since when this incarnation lives
    Witness(NodeName name, Incarnation self, Duration started) {
        this.name = name;
        this.self = self;
        this.started = started;
    }

    /// Whether the question was not heard before: who overheard it could send it again, and make a promise
    /// last for ever.
    boolean isNew(Question question) {
        if (heard.size() >= MOST && !heard.containsKey(question.asker())) {
            return false;
        }
        Long last = heard.get(question.asker());
        if (last != null && last >= question.sequence()) {
            return false;
        }
        heard.put(question.asker(), question.sequence());
        return true;
    }

    /// @param hasStore whether this node reaches the store; then whoever asks is alone in not reaching it
    boolean answers(Question question, boolean hasStore, Duration now) {
        return question.witness().equals(name) && isYes(question, hasStore, now);
    }

    private boolean isYes(Question question, boolean hasStore, Duration now) {
        return switch (question.plea()) {
            case HOLD -> grants(question.of(), question.incarnation(), question.hold(), hasStore, now);
            case REFUSE -> refuses(question.of(), question.incarnation(), question.hold(), now);
        };
    }

    private boolean grants(Tenancy of, Incarnation recorded, Duration hold, boolean hasStore, Duration now) {
        promises.values().removeIf(until -> until.compareTo(now) <= 0);
        boolean isFull = refused.size() >= MOST || (promises.size() >= MOST && !promises.containsKey(of));
        if (hasStore || isFull || !recorded.equals(self) || refused.contains(of)) {
            return false;
        }
        promises.merge(of, now.plus(hold), (one, other) -> one.compareTo(other) > 0 ? one : other);
        return true;
    }

    /// Refuses whose record this is, if this node is named in it and may.
    boolean refuses(Witnesses record, Incarnation recorded, Duration now) {
        return refuses(record.of(), recorded, record.hold(), now);
    }

    /// What an earlier incarnation under this name promised is not known, but has run out after `hold`. Who
    /// says yes to nobody any more need not remember whom it refused.
    private boolean refuses(Tenancy of, Incarnation recorded, Duration hold, Duration now) {
        if (refused.contains(of)) {
            return true;
        }
        Duration promised = recorded.equals(self) ? promises.getOrDefault(of, Duration.ZERO) : started.plus(hold);
        if (now.compareTo(promised) < 0) {
            return false;
        }
        if (refused.size() < MOST) {
            refused.add(of);
        }
        return true;
    }
}
