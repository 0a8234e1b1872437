package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.nodes;
import static io.yaim.plan.ObservationBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The plans of a node that has no lease that proves anything, or no view.
class WithoutStoreTest {

    private static final LeaseId OLD = new LeaseId("7");

    private static UnanimousConsent consent(Duration left) {
        return new UnanimousConsent(OLD, new Proof(ObservationBuilder.NOW.plus(left)));
    }

    private static Binding binding(int last) {
        return new Binding(ip(last), "eth0", 32, Optional.empty());
    }

    @Test
    void holdsOnToWhatAllWitnessesAgreeTo() {
        ObservationBuilder observationBuilder = nodes().withoutLease()
                .pool(1, 2)
                .bound(1, 2)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .holding(2, OLD, FailureMode.RELEASE)
                .refreshedFor(Duration.ofSeconds(9))
                .unanimousConsent(consent(Duration.ofSeconds(6)));
        assertThat(observationBuilder.plan())
                .containsExactly(
                        new Action.Drop(List.of(ours(2)), "the proof of ownership has ended"),
                        new Action.HoldByConsent(List.of(binding(1))));
    }

    @Test
    void announcesWhatIsHeldWithoutProofWhenThatIsDue() {
        ObservationBuilder observationBuilder = nodes("a")
                .withoutLease()
                .withoutView()
                .entry(claimEntry(1))
                .entry(claimEntry(2))
                .bound(1, 2)
                .announceable(2)
                .remembered();
        assertThat(observationBuilder.plan())
                .containsSubsequence(
                        new Action.HoldWithoutProof(List.of(binding(1), binding(2)), List.of()),
                        new Action.AnnounceWithoutProof(List.of(binding(2))));
    }

    private static Entry claimEntry(int last) {
        return EntryBuilder.of(ip(last), "k")
                .failureMode(Optional.of(FailureMode.CLAIM))
                .build();
    }

    /// The view may be remembered for long after the store went away; lifetimes by the lease end before it.
    @Test
    void refreshesByTheLeaveOfTheWitnessesAsSoonAsItOutlastsTheLease() {
        assertThat(silentStore(Duration.ofSeconds(5)).plan())
                .containsExactly(new Action.HoldByConsent(List.of(binding(1))));
    }

    @Test
    void goesByTheStoreWhileThatHasAnsweredAfterTheWitnesses() {
        assertThat(silentStore(Duration.ofMillis(4900)).plan()).isEmpty();
    }

    /// The last keep-alive proves 4.9 s from now, and all that is bound was refreshed by it.
    private static ObservationBuilder silentStore(Duration consented) {
        Duration ago = Duration.ofSeconds(4);
        return nodes("a")
                .published()
                .pool(1)
                .marked("a", 1)
                .address(new BoundAddress(ip(1), "eth0", 32, Optional.empty(), true, 3))
                .holding(1, ObservationBuilder.leaseOf("a"), FailureMode.FAILSAFE)
                .keepAliveSent(ago)
                .refreshedFor(ago)
                .unanimousConsent(new UnanimousConsent(
                        ObservationBuilder.leaseOf("a"), new Proof(ObservationBuilder.NOW.plus(consented))));
    }

    @Test
    void dropsBeforeTheLeaveOfTheWitnessesEnds() {
        ObservationBuilder observationBuilder = nodes().withoutLease()
                .pool(1)
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .unanimousConsent(consent(Proof.FENCE_MARGIN));
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void leaveForOneLeaseIsNoneForAnother() {
        ObservationBuilder observationBuilder = nodes().withoutLease()
                .pool(1)
                .bound(1)
                .holding(1, new LeaseId("8"), FailureMode.FAILSAFE)
                .unanimousConsent(consent(Duration.ofSeconds(6)));
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void doesNotDefendWhatItCannotProve() {
        ObservationBuilder observationBuilder = nodes().withoutLease()
                .pool(1)
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .unanimousConsent(consent(Duration.ofSeconds(6)))
                .conflict(1);
        assertThat(observationBuilder.plan())
                .containsExactly(new Action.Drop(List.of(ours(1)), "the proof of ownership has ended"));
    }

    @Test
    void anUnhealthyNodeHoldsOnToNothing() {
        ObservationBuilder observationBuilder = nodes().withoutLease()
                .pool(1)
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .unanimousConsent(consent(Duration.ofSeconds(6)))
                .unhealthy("api: down");
        assertThat(observationBuilder.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "api: down"));
    }

    @Test
    void claimsWhatItHeldOnToWhenTheStoreIsBackWhoeverIsToHaveIt() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").pool(1, 2, 3, 4).bound(1, 2, 3, 4).unanimousConsent(consent(Duration.ofSeconds(6)));
        for (int last = 1; last <= 4; last++) {
            observationBuilder.holding(last, OLD, FailureMode.FAILSAFE);
        }
        assertThat(observationBuilder.plan())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.Commit.class,
                        commit -> assertThat(commit.changes()).hasSize(4));
    }

    @Test
    void dropsWhatItHeldOnToWhenItHasGotAnotherOwner() {
        ObservationBuilder observationBuilder = nodes("a", "b")
                .pool(1)
                .marked("b", 1)
                .bound(1)
                .holding(1, OLD, FailureMode.FAILSAFE)
                .unanimousConsent(consent(Duration.ofSeconds(6)));
        assertThat(observationBuilder.plan()).containsExactly(new Action.Drop(List.of(ours(1)), "not owned"));
    }
}
