package io.yaim.sim;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import io.yaim.model.Witnesses;
import io.yaim.peer.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the witnesses of one life have agreed to, by nothing that the loop says of itself: reckoned from
/// when its questions left, and which of them were answered with yes.
final class Consents {

    private static final Duration RATE_MARGIN = Duration.ofMillis(100);

    private final Setting setting;
    private final RatedClock clock;
    private final NodeName name;
    private final Incarnation incarnation;
    private final Map<VirtualIp, Set<LeaseId>> markedOn = new HashMap<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Map<Yes, Duration> ends = new HashMap<>();

    private record Yes(Tenancy of, NodeName witness, Incarnation incarnation) {}

    private record Asked(Yes yes, Duration end) {}

    Consents(Setting setting, RatedClock clock, NodeName name, Incarnation incarnation) {
        this.setting = setting;
        this.clock = clock;
        this.name = name;
        this.incarnation = incarnation;
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

    /// The leases on which the entry's mark hung, in this life's name, while it was bound here.
    Set<LeaseId> markedOn(VirtualIp ip) {
        return markedOn.computeIfAbsent(ip, _ -> new HashSet<>());
    }

    /// Whether all witnesses that the store truly has agree now that it holds on to what hung on this
    /// lease.
    boolean areGiven(LeaseId lease) {
        Witnesses record = setting.server().truth().witnesses().get(name);
        Duration now = clock.now();
        return record != null
                && record.of().equals(tenancy(lease))
                && record.witnesses().entrySet().stream()
                        .map(named -> new Yes(
                                record.of(), named.getKey(), named.getValue().incarnation()))
                        .allMatch(yes -> isGiven(yes, now));
    }

    /// Whether somebody agrees now.
    boolean isAnyGiven(LeaseId lease) {
        Duration now = clock.now();
        return ends.keySet().stream().anyMatch(yes -> yes.of().equals(tenancy(lease)) && isGiven(yes, now));
    }

    private Tenancy tenancy(LeaseId lease) {
        return new Tenancy(name, incarnation, lease);
    }

    private boolean isGiven(Yes yes, Duration now) {
        Duration end = ends.get(yes);
        return end != null && now.compareTo(end) < 0;
    }
}
