package io.yaim.sim;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.Witnesses;
import io.yaim.peer.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What the witnesses of one life have agreed to, by nothing that the loop says of itself: reckoned from
/// when its questions left, and which of them were answered with yes.
final class Consents {

    private static final Duration RATE_MARGIN = Duration.ofMillis(100);

    private final Setting setting;
    private final RatedClock clock;
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Map<Yes, Duration> ends = new HashMap<>();

    private record Yes(Tenancy of, NodeName witness, Incarnation incarnation) {}

    private record Asked(Yes yes, Duration end) {}

    Consents(Setting setting, RatedClock clock) {
        this.setting = setting;
        this.clock = clock;
    }

    /// The question leaves.
    void asked(Message.Question question) {
        if (question.plea() == Message.Plea.HOLD) {
            var yes = new Yes(question.of(), question.witness(), question.incarnation());
            Duration end = clock.now().plus(question.hold()).minus(RATE_MARGIN);
            asked.put(question.id(), new Asked(yes, end));
        }
    }

    /// The answer has come.
    void answered(Message.Answer answer) {
        Asked question = asked.get(answer.id());
        if (question != null && answer.isYes()) {
            ends.merge(question.yes(), question.end(), (one, other) -> one.compareTo(other) > 0 ? one : other);
            setting.timeline()
                    .at(clock.when(question.end()), () -> setting.invariants().check());
        }
    }

    /// Whether all who are named in the record agree now.
    boolean allowNow(Witnesses record) {
        Duration now = clock.now();
        return record.witnesses().entrySet().stream()
                .map(named ->
                        new Yes(record.of(), named.getKey(), named.getValue().incarnation()))
                .allMatch(yes -> isGiven(yes, now));
    }

    /// Whether somebody agrees now.
    boolean isAnyGiven(Tenancy of) {
        Duration now = clock.now();
        return ends.keySet().stream().anyMatch(yes -> yes.of().equals(of) && isGiven(yes, now));
    }

    private boolean isGiven(Yes yes, Duration now) {
        Duration end = ends.get(yes);
        return end != null && now.compareTo(end) < 0;
    }
}
