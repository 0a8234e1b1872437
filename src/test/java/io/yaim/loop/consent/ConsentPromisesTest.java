package io.yaim.loop.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.PeerMessage.Purpose;
import io.yaim.peer.PeerMessage.Question;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsentPromisesTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Duration HOLD = Duration.ofSeconds(9);
    private static final NodeName W = new NodeName("w");
    private static final Incarnation SELF = Incarnation.of(7);
    private static final Incarnation FORMER = Incarnation.of(6);
    private static final Tenancy A = new Tenancy(new NodeName("a"), Incarnation.of(1), new LeaseId("1"));

    private final ConsentPromises consentPromises = new ConsentPromises(W, SELF, NOW.minusSeconds(5));

    private static Question question(Purpose purpose, Tenancy of, NodeName name, Incarnation recorded, long sequence) {
        return new Question(1, sequence, Incarnation.of(1), purpose, of, name, recorded, HOLD);
    }

    private boolean grants(Tenancy of, boolean hasStore, Duration now) {
        return consentPromises.decide(question(Purpose.HOLD, of, W, SELF, 1), hasStore, now);
    }

    private boolean refuses(Tenancy of, Incarnation recorded, Duration now) {
        return consentPromises.decide(question(Purpose.REFUSE, of, W, recorded, 1), true, now);
    }

    @Test
    void agreesOnlyWhileItHasNoStoreItself() {
        assertThat(grants(A, true, NOW)).isFalse();
        assertThat(grants(A, false, NOW)).isTrue();
    }

    @Test
    void refusesNobodyWhomItGrantedUntilThatHasRunOut() {
        assertThat(grants(A, false, NOW)).isTrue();
        assertThat(refuses(A, SELF, NOW.plus(HOLD).minusMillis(1))).isFalse();
        assertThat(refuses(A, SELF, NOW.plus(HOLD))).isTrue();
    }

    @Test
    void aLaterYesLastsLonger() {
        assertThat(grants(A, false, NOW)).isTrue();
        assertThat(grants(A, false, NOW.plusSeconds(5))).isTrue();
        assertThat(refuses(A, SELF, NOW.plus(HOLD))).isFalse();
        assertThat(refuses(A, SELF, NOW.plusSeconds(5).plus(HOLD))).isTrue();
    }

    @Test
    void grantsNothingAnyMoreToWhomItRefused() {
        assertThat(refuses(A, SELF, NOW)).isTrue();
        assertThat(grants(A, false, NOW)).isFalse();
        var again = new Tenancy(A.name(), A.incarnation(), new LeaseId("2"));
        assertThat(grants(again, false, NOW)).isTrue();
    }

    @Test
    void whoHasRefusedTooManyToRememberMoreRefusesAllAndGrantsNothing() {
        for (int i = 0; i < ConsentPromises.MAX_PROMISES; i++) {
            assertThat(refuses(new Tenancy(A.name(), Incarnation.of(2), new LeaseId("lease" + i)), SELF, NOW))
                    .isTrue();
        }
        assertThat(grants(A, false, NOW)).isFalse();
        assertThat(refuses(A, SELF, NOW)).isTrue();
        assertThat(grants(A, false, NOW)).isFalse();
    }

    @Test
    void doesNotSpeakForItsFormerIncarnationUntilWhatThatPromisedHasRunOut() {
        assertThat(consentPromises.decide(question(Purpose.HOLD, A, W, FORMER, 1), false, NOW))
                .isFalse();
        assertThat(refuses(A, FORMER, NOW)).isFalse();
        assertThat(refuses(A, FORMER, NOW.minusSeconds(5).plus(HOLD))).isTrue();
    }

    @Test
    void doesNotSpeakForAnotherName() {
        var other = new NodeName("x");
        assertThat(consentPromises.decide(question(Purpose.REFUSE, A, other, FORMER, 1), true, NOW.plusSeconds(60)))
                .isFalse();
        assertThat(consentPromises.decide(question(Purpose.HOLD, A, other, SELF, 1), false, NOW))
                .isFalse();
    }

    @Test
    void hearsAQuestionOnce() {
        assertThat(consentPromises.isNew(question(Purpose.HOLD, A, W, SELF, 5))).isTrue();
        assertThat(consentPromises.isNew(question(Purpose.HOLD, A, W, SELF, 5))).isFalse();
        assertThat(consentPromises.isNew(question(Purpose.HOLD, A, W, SELF, 4))).isFalse();
        assertThat(consentPromises.isNew(question(Purpose.HOLD, A, W, SELF, 6))).isTrue();
    }
}
