package io.yaim.loop.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.consent.ConsentTally.RequiredPeer;
import io.yaim.model.ConsentRecord;
import io.yaim.model.ConsentRecord.ConsentPeer;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.plan.UnanimousConsent;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConsentTallyTest {

    private static final Duration SENT = Duration.ofSeconds(100);
    private static final Duration HOLD = Duration.ofSeconds(9);

    private final ConsentTally consentTally = new ConsentTally();

    private static RequiredPeer who(String name) {
        return new RequiredPeer(new NodeName(name), Incarnation.of(name.charAt(0)), name);
    }

    private static ConsentRecord record(long lease, long revision, String... names) {
        var witnesses = new TreeMap<NodeName, ConsentPeer>();
        for (String name : names) {
            witnesses.put(new NodeName(name), new ConsentPeer(Incarnation.of(name.charAt(0)), name));
        }
        var of = new Tenancy(new NodeName("a"), Incarnation.of(1), new LeaseId(Long.toString(lease)));
        return new ConsentRecord(of, "a", HOLD, witnesses, revision);
    }

    private static Optional<UnanimousConsent> until(Duration sent) {
        return Optional.of(new UnanimousConsent(new LeaseId("1"), Proof.from(sent, HOLD)));
    }

    @Test
    void lastsUntilTheFirstYesHasRunOut() {
        consentTally.confirmed(Optional.of(record(1, 5, "b", "c")));
        consentTally.noteConsent(who("b"), SENT.plusSeconds(2));
        assertThat(consentTally.consent()).isEmpty();
        consentTally.noteConsent(who("c"), SENT);
        assertThat(consentTally.consent()).isEqualTo(until(SENT));
        consentTally.noteConsent(who("c"), SENT.plusSeconds(1));
        assertThat(consentTally.consent()).isEqualTo(until(SENT.plusSeconds(1)));
        consentTally.noteConsent(who("c"), SENT);
        assertThat(consentTally.consent()).isEqualTo(until(SENT.plusSeconds(1)));
    }

    @Test
    void countsWhoIsInARecordThatWasSentAndMayStillTakeEffect() {
        consentTally.confirmed(Optional.of(record(1, 5, "b")));
        consentTally.noteConsent(who("b"), SENT);
        consentTally.noteRewrite(record(1, 5, "b", "c"));
        assertThat(consentTally.consent()).isEmpty();
        consentTally.confirmed(Optional.of(record(1, 5, "b")));
        assertThat(consentTally.consent()).isEmpty();
        consentTally.confirmed(Optional.of(record(1, 6, "b")));
        assertThat(consentTally.consent()).isEqualTo(until(SENT));
    }

    @Test
    void asksWhoWasTakenOutUntilThatIsConfirmed() {
        consentTally.confirmed(Optional.of(record(1, 5, "b", "c")));
        consentTally.noteRewrite(record(1, 5, "b"));
        consentTally.noteConsent(who("b"), SENT);
        assertThat(consentTally.consent()).isEmpty();
        consentTally.confirmed(Optional.of(record(1, 6, "b")));
        assertThat(consentTally.consent()).isEqualTo(until(SENT));
    }

    @Test
    void nothingIsHeldByARecordThatMayBeDeletedOrMadeOneForAnotherLease() {
        consentTally.confirmed(Optional.of(record(1, 5, "b")));
        consentTally.noteConsent(who("b"), SENT);
        consentTally.noteRewrite(record(2, 5, "b"));
        assertThat(consentTally.consent()).isEmpty();
        consentTally.confirmed(Optional.of(record(1, 7, "b")));
        assertThat(consentTally.consent()).isPresent();
        consentTally.noteDeletion(record(1, 7, "b"));
        assertThat(consentTally.consent()).isEmpty();
    }

    @Test
    void aYesCountsForOneTenancyOnly() {
        consentTally.confirmed(Optional.of(record(1, 5, "b")));
        consentTally.noteConsent(who("b"), SENT);
        consentTally.confirmed(Optional.of(record(2, 6, "b")));
        assertThat(consentTally.consent()).isEmpty();
    }

    @Test
    void withoutARecordThereIsNobodyToAgree() {
        consentTally.noteConsent(who("b"), SENT);
        assertThat(consentTally.consent()).isEmpty();
        consentTally.confirmed(Optional.of(record(1, 5, "b")));
        consentTally.noteConsent(who("b"), SENT);
        consentTally.forget();
        assertThat(consentTally.consent()).isEmpty();
        assertThat(consentTally.requiredPeers()).isEmpty();
    }
}
