package io.yaim.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RendezvousTest {

    /// The vectors of FNV's authors. Should one ever change, nodes of different versions would disagree.
    @Test
    void hashesAsFnv1aDoes() {
        assertThat(Rendezvous.hash("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(Rendezvous.hash("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(Rendezvous.hash("foobar")).isEqualTo(0x85944171f73967e8L);
    }

    /// SplitMix64's first number from seed 1234567 is this mix of the seed and the golden gamma.
    @Test
    void mixesAsSplitMix64Does() {
        assertThat(Rendezvous.mix(1_234_567 + 0x9e3779b97f4a7c15L)).isEqualTo(6_457_827_717_110_365_317L);
    }
}
