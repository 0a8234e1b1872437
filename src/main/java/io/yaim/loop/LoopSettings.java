package io.yaim.loop;

import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.plan.Self;

/// What may become another while the loop runs.
///
/// @param self with the identity and the interval that it had from the start
public record LoopSettings(Self self, AnnounceSettings announceSettings) {

    /// Refuses, with an [IllegalArgumentException], what a node stays for its whole life as something else.
    LoopSettings requireSuccessorOf(Self former) {
        boolean isSame =
                self.identity().equals(former.identity()) && self.quietTime().equals(former.quietTime());
        if (!isSame) {
            throw new IllegalArgumentException("found " + self + ", expected the same node as " + former);
        }
        return this;
    }
}
