package io.yaim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");
    private static final Binding BINDING = new Binding(IP, "eth0", 32, Optional.empty());

    private final Search search = new Search();
    private Duration now = NOW;

    private void seek(int rank) {
        var ranks = new TreeMap<VirtualIp, Integer>();
        ranks.put(IP, rank);
        search.seek(ranks, now);
    }

    /// Sends what is due, for so long.
    private void probe(Duration time) {
        for (Duration end = now.plus(time); now.compareTo(end) < 0; now = now.plusMillis(10)) {
            if (search.due(now).contains(IP)) {
                search.probed(List.of(BINDING), true, now);
            }
        }
    }

    private void hear(Sighting.Kind kind) {
        search.heard(new Sighting(IP, "eth0", new HardwareAddress(7), kind), now);
    }

    @Test
    void takesWhatRemainsSilentToAllProbes() {
        seek(0);
        assertThat(search.due(now)).containsExactly(IP);
        probe(Search.SPACING.multipliedBy(Search.PROBES).minusMillis(10));
        assertThat(search.vacant(now)).isEmpty();
        probe(Duration.ofMillis(20));
        assertThat(search.vacant(now)).containsExactly(IP);
    }

    @Test
    void beginsTheLaterTheMoreComeBeforeIt() {
        seek(2);
        assertThat(search.due(now.plus(Search.STAGGER.multipliedBy(2)).minusMillis(1)))
                .isEmpty();
        assertThat(search.due(now.plus(Search.STAGGER.multipliedBy(2)))).containsExactly(IP);
    }

    @Test
    void leavesAloneWhatSomebodyHasAndAsksAgain() {
        seek(0);
        probe(Duration.ofMillis(150));
        hear(Sighting.Kind.HOLDS);
        probe(Search.AFTER_ANSWER);
        assertThat(search.vacant(now)).isEmpty();
        probe(Duration.ofMillis(400));
        assertThat(search.vacant(now)).containsExactly(IP);
    }

    @Test
    void anAnswerToTheLastProbeCounts() {
        seek(0);
        probe(Duration.ofSeconds(1));
        hear(Sighting.Kind.HOLDS);
        assertThat(search.vacant(now)).isEmpty();
    }

    @Test
    void ofTwoThatAskAtOnceTheOneThatComesLaterWaits() {
        seek(1);
        probe(Search.STAGGER.plusMillis(100));
        hear(Sighting.Kind.PROBES);
        assertThat(search.due(now.plus(Search.STAGGER.multipliedBy(2)).minusMillis(1)))
                .isEmpty();
        assertThat(search.next(now)).contains(now.plus(Search.STAGGER.multipliedBy(2)));
    }

    @Test
    void whatCouldNotBeSentIsNoProbe() {
        seek(0);
        for (int i = 0; i < 10; i++) {
            search.probed(List.of(BINDING), false, now);
            now = now.plus(Search.SPACING);
        }
        assertThat(search.vacant(now)).isEmpty();
        assertThat(search.probed()).containsExactly(BINDING);
    }

    @Test
    void forgetsWhatIsBoundAndEverythingWhenThereIsAStoreAgain() {
        seek(0);
        search.forget(List.of(IP));
        assertThat(search.sought()).isEmpty();
        seek(0);
        search.clear();
        assertThat(search.sought()).isEmpty();
        assertThat(search.next(now)).isEmpty();
    }
}
