package io.yaim.loop.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClaimProbingTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");
    private static final Binding BINDING = new Binding(IP, "eth0", 32, Optional.empty());

    private final ClaimProbing claimProbing = new ClaimProbing();
    private Duration now = NOW;

    private void seek(int rank) {
        var ranks = new TreeMap<VirtualIp, Integer>();
        ranks.put(IP, rank);
        claimProbing.start(ranks, now);
    }

    /// Sends what is due, for so long.
    private void probe(Duration time) {
        for (Duration end = now.plus(time); now.compareTo(end) < 0; now = now.plusMillis(10)) {
            if (claimProbing.dueForProbe(now).contains(IP)) {
                claimProbing.probed(List.of(BINDING), true, now);
            }
        }
    }

    private void hear(AddressSighting.Kind kind) {
        claimProbing.heard(new AddressSighting(IP, "eth0", new HardwareAddress(7), kind), now);
    }

    @Test
    void takesWhatRemainsSilentToAllProbes() {
        seek(0);
        assertThat(claimProbing.dueForProbe(now)).containsExactly(IP);
        probe(ClaimProbing.PROBE_SPACING.multipliedBy(ClaimProbing.PROBE_COUNT).minusMillis(10));
        assertThat(claimProbing.unanswered(now)).isEmpty();
        probe(Duration.ofMillis(20));
        assertThat(claimProbing.unanswered(now)).containsExactly(IP);
    }

    @Test
    void beginsTheLaterTheMoreComeBeforeIt() {
        seek(2);
        assertThat(claimProbing.dueForProbe(
                        now.plus(ClaimProbing.STAGGER.multipliedBy(2)).minusMillis(1)))
                .isEmpty();
        assertThat(claimProbing.dueForProbe(now.plus(ClaimProbing.STAGGER.multipliedBy(2))))
                .containsExactly(IP);
    }

    @Test
    void leavesAloneWhatSomebodyHasAndAsksAgain() {
        seek(0);
        probe(Duration.ofMillis(150));
        hear(AddressSighting.Kind.IN_USE);
        probe(ClaimProbing.RETRY_AFTER_ANSWER);
        assertThat(claimProbing.unanswered(now)).isEmpty();
        probe(Duration.ofMillis(400));
        assertThat(claimProbing.unanswered(now)).containsExactly(IP);
    }

    @Test
    void anAnswerToTheLastProbeCounts() {
        seek(0);
        probe(Duration.ofSeconds(1));
        hear(AddressSighting.Kind.IN_USE);
        assertThat(claimProbing.unanswered(now)).isEmpty();
    }

    @Test
    void ofTwoThatAskAtOnceTheOneThatComesLaterWaits() {
        seek(1);
        probe(ClaimProbing.STAGGER.plusMillis(100));
        hear(AddressSighting.Kind.PROBES);
        assertThat(claimProbing.dueForProbe(
                        now.plus(ClaimProbing.STAGGER.multipliedBy(2)).minusMillis(1)))
                .isEmpty();
        assertThat(claimProbing.nextDue(now)).contains(now.plus(ClaimProbing.STAGGER.multipliedBy(2)));
    }

    @Test
    void whatCouldNotBeSentIsNoProbe() {
        seek(0);
        for (int i = 0; i < 10; i++) {
            claimProbing.probed(List.of(BINDING), false, now);
            now = now.plus(ClaimProbing.PROBE_SPACING);
        }
        assertThat(claimProbing.unanswered(now)).isEmpty();
        assertThat(claimProbing.probed()).containsExactly(BINDING);
    }

    @Test
    void forgetsWhatIsBoundAndEverythingWhenThereIsAStoreAgain() {
        seek(0);
        claimProbing.forget(List.of(IP));
        assertThat(claimProbing.candidates()).isEmpty();
        seek(0);
        claimProbing.clear();
        assertThat(claimProbing.candidates()).isEmpty();
        assertThat(claimProbing.nextDue(now)).isEmpty();
    }
}
