package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void nothingUpToTheFloorPasses() {
        var window = new Window(7);

        assertThat(window.passes(7)).isFalse();
        assertThat(window.passes(1)).isFalse();
        assertThat(window.passes(8)).isTrue();
    }

    @Test
    void nothingPassesTwice() {
        var random = new Random(3);
        var window = new Window(0);
        Set<Long> passed = new HashSet<>();
        long top = 1;
        for (int i = 0; i < 200_000; i++) {
            top += random.nextInt(50) == 0 ? random.nextInt(3000) : random.nextInt(3);
            long number = Math.max(1, top - random.nextInt(1500));
            boolean isNew = !passed.contains(number);
            if (window.passes(number)) {
                assertThat(isNew).as("first of %d", number).isTrue();
                passed.add(number);
            }
        }
    }

    @Test
    void whatIsOvertakenByFewPasses() {
        var window = new Window(0);

        assertThat(window.passes(1024)).isTrue();
        assertThat(window.passes(1)).isTrue();
        assertThat(window.passes(1025)).isTrue();
        assertThat(window.passes(2)).isTrue();
        assertThat(window.passes(5000)).isTrue();
        assertThat(window.passes(3)).isFalse();
    }
}
