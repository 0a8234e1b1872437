package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    @Test
    void nothingUpToTheFloorPasses() {
        var replayWindow = new ReplayWindow(7);

        assertThat(replayWindow.acceptOnce(7)).isFalse();
        assertThat(replayWindow.acceptOnce(1)).isFalse();
        assertThat(replayWindow.acceptOnce(8)).isTrue();
    }

    @Test
    void nothingPassesTwice() {
        var random = new Random(3);
        var replayWindow = new ReplayWindow(0);
        Set<Long> passed = new HashSet<>();
        long top = 1;
        for (int i = 0; i < 200_000; i++) {
            top += random.nextInt(50) == 0 ? random.nextInt(3000) : random.nextInt(3);
            long number = Math.max(1, top - random.nextInt(1500));
            boolean isNew = !passed.contains(number);
            if (replayWindow.acceptOnce(number)) {
                assertThat(isNew).as("first of %d", number).isTrue();
                passed.add(number);
            }
        }
    }

    @Test
    void whatIsOvertakenByFewPasses() {
        var replayWindow = new ReplayWindow(0);

        assertThat(replayWindow.acceptOnce(1024)).isTrue();
        assertThat(replayWindow.acceptOnce(1)).isTrue();
        assertThat(replayWindow.acceptOnce(1025)).isTrue();
        assertThat(replayWindow.acceptOnce(2)).isTrue();
        assertThat(replayWindow.acceptOnce(5000)).isTrue();
        assertThat(replayWindow.acceptOnce(3)).isFalse();
    }
}
