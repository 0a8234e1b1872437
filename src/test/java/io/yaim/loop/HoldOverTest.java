package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.HoldOver.Who;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.Witnesses;
import io.yaim.model.Witnesses.Witness;
import io.yaim.plan.Consent;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HoldOverTest {

    private static final Duration SENT = Duration.ofSeconds(100);
    private static final Duration HOLD = Duration.ofSeconds(9);

    private final HoldOver holdOver = new HoldOver();

    private static Who who(String name) {
        return new Who(new NodeName(name), Incarnation.of(name.charAt(0)), name);
    }

    private static Witnesses record(long lease, long revision, String... names) {
        var witnesses = new TreeMap<NodeName, Witness>();
        for (String name : names) {
            witnesses.put(new NodeName(name), new Witness(Incarnation.of(name.charAt(0)), name));
        }
        var of = new Tenancy(new NodeName("a"), Incarnation.of(1), new LeaseId(lease));
        return new Witnesses(of, "a", HOLD, witnesses, revision);
    }

    private static Optional<Consent> until(Duration sent) {
        return Optional.of(new Consent(new LeaseId(1), Proof.from(sent, HOLD)));
    }

    @Test
    void lastsUntilTheFirstYesHasRunOut() {
        holdOver.confirmed(Optional.of(record(1, 5, "b", "c")));
        holdOver.granted(who("b"), SENT.plusSeconds(2));
        assertThat(holdOver.consent()).isEmpty();
        holdOver.granted(who("c"), SENT);
        assertThat(holdOver.consent()).isEqualTo(until(SENT));
        holdOver.granted(who("c"), SENT.plusSeconds(1));
        assertThat(holdOver.consent()).isEqualTo(until(SENT.plusSeconds(1)));
        holdOver.granted(who("c"), SENT);
        assertThat(holdOver.consent()).isEqualTo(until(SENT.plusSeconds(1)));
    }

    @Test
    void countsWhoIsInARecordThatWasSentAndMayStillTakeEffect() {
        holdOver.confirmed(Optional.of(record(1, 5, "b")));
        holdOver.granted(who("b"), SENT);
        holdOver.rewriting(record(1, 5, "b", "c"));
        assertThat(holdOver.consent()).isEmpty();
        holdOver.confirmed(Optional.of(record(1, 5, "b")));
        assertThat(holdOver.consent()).isEmpty();
        holdOver.confirmed(Optional.of(record(1, 6, "b")));
        assertThat(holdOver.consent()).isEqualTo(until(SENT));
    }

    @Test
    void asksWhoWasTakenOutUntilThatIsConfirmed() {
        holdOver.confirmed(Optional.of(record(1, 5, "b", "c")));
        holdOver.rewriting(record(1, 5, "b"));
        holdOver.granted(who("b"), SENT);
        assertThat(holdOver.consent()).isEmpty();
        holdOver.confirmed(Optional.of(record(1, 6, "b")));
        assertThat(holdOver.consent()).isEqualTo(until(SENT));
    }

    @Test
    void nothingIsHeldByARecordThatMayBeDeletedOrMadeOneForAnotherLease() {
        holdOver.confirmed(Optional.of(record(1, 5, "b")));
        holdOver.granted(who("b"), SENT);
        holdOver.rewriting(record(2, 5, "b"));
        assertThat(holdOver.consent()).isEmpty();
        holdOver.confirmed(Optional.of(record(1, 7, "b")));
        assertThat(holdOver.consent()).isPresent();
        holdOver.deleting(record(1, 7, "b"));
        assertThat(holdOver.consent()).isEmpty();
    }

    @Test
    void aYesCountsForOneTenancyOnly() {
        holdOver.confirmed(Optional.of(record(1, 5, "b")));
        holdOver.granted(who("b"), SENT);
        holdOver.confirmed(Optional.of(record(2, 6, "b")));
        assertThat(holdOver.consent()).isEmpty();
    }

    @Test
    void withoutARecordThereIsNobodyToAgree() {
        holdOver.granted(who("b"), SENT);
        assertThat(holdOver.consent()).isEmpty();
        holdOver.confirmed(Optional.of(record(1, 5, "b")));
        holdOver.granted(who("b"), SENT);
        holdOver.forget();
        assertThat(holdOver.consent()).isEmpty();
        assertThat(holdOver.witnesses()).isEmpty();
    }
}
