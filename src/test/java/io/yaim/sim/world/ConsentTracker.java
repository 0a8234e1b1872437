package io.yaim.sim.world;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import io.yaim.peer.PeerMessage;
import io.yaim.sim.engine.DriftingClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The consents of the peers of one incarnation, without anything that the loop says of itself: when its requests
/// left, and which of them were answered with consent.
public final class ConsentTracker {

    private static final Duration RATE_MARGIN = Duration.ofMillis(100);

    private final SimulationContext simulationContext;
    private final DriftingClock clock;
    private final NodeName name;
    private final Incarnation incarnation;
    private final Map<VirtualIp, Set<LeaseId>> markedOn = new HashMap<>();
    private final Map<Long, PendingQuestion> onQuestionSent = new HashMap<>();
    private final Map<ConsentOfPeer, Duration> endsByConsent = new HashMap<>();

    private record ConsentOfPeer(Tenancy of, NodeName witness, Incarnation incarnation) {}

    private record PendingQuestion(ConsentOfPeer consentOfPeer, Duration end) {}

    ConsentTracker(SimulationContext simulationContext, DriftingClock clock, NodeName name, Incarnation incarnation) {
        this.simulationContext = simulationContext;
        this.clock = clock;
        this.name = name;
        this.incarnation = incarnation;
    }

    /// The request leaves.
    void onQuestionSent(PeerMessage.Question question) {
        if (question.purpose() == PeerMessage.Purpose.HOLD) {
            var consentOfPeer = new ConsentOfPeer(question.tenancy(), question.peer(), question.peerIncarnation());
            Duration end = clock.now().plus(question.consentTime()).minus(RATE_MARGIN);
            onQuestionSent.put(question.id(), new PendingQuestion(consentOfPeer, end));
        }
    }

    /// The answer has come.
    void onAnswer(PeerMessage.Answer answer) {
        PendingQuestion question = onQuestionSent.get(answer.id());
        if (question != null && answer.isAgreed()) {
            endsByConsent.merge(
                    question.consentOfPeer(), question.end(), (one, other) -> one.compareTo(other) > 0 ? one : other);
            simulationContext
                    .eventQueue()
                    .at(
                            clock.timelineTime(question.end()),
                            () -> simulationContext.observer().check());
        }
    }

    /// The leases on which the entry's mark was, in the name of this incarnation, while it was bound here.
    public Set<LeaseId> markedOn(VirtualIp ip) {
        return markedOn.computeIfAbsent(ip, _ -> new HashSet<>());
    }

    /// Whether all peers in the consent record that the store really has consent now to hold what was marked on
    /// this lease.
    public boolean areAllGiven(LeaseId lease) {
        ConsentRecord record =
                simulationContext.storeServer().actualView().consentRecords().get(name);
        Duration now = clock.now();
        return record != null
                && record.tenancy().equals(tenancy(lease))
                && record.peers().entrySet().stream()
                        .map(named -> new ConsentOfPeer(
                                record.tenancy(),
                                named.getKey(),
                                named.getValue().incarnation()))
                        .allMatch(consentOfPeer -> isGiven(consentOfPeer, now));
    }

    /// Whether at least one peer consents now.
    public boolean isAnyGiven(LeaseId lease) {
        Duration now = clock.now();
        return endsByConsent.keySet().stream()
                .anyMatch(consentOfPeer -> consentOfPeer.of().equals(tenancy(lease)) && isGiven(consentOfPeer, now));
    }

    private Tenancy tenancy(LeaseId lease) {
        return new Tenancy(name, incarnation, lease);
    }

    private boolean isGiven(ConsentOfPeer consentOfPeer, Duration now) {
        Duration end = endsByConsent.get(consentOfPeer);
        return end != null && now.compareTo(end) < 0;
    }
}
