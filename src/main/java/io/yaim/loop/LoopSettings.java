package io.yaim.loop;

import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.plan.Self;

/// What may become another while the loop runs.
///
/// @param self with the name, the incarnation, the interval and the ways to it that it had from the start
public record LoopSettings(Self self, AnnounceSettings announceSettings) {

    /// Refuses, with an [IllegalArgumentException], what a node stays for its whole life as something else.
    LoopSettings requireSuccessorOf(Self former) {
        boolean isSame = self.name().equals(former.name())
                && self.incarnation().equals(former.incarnation())
                && self.quietTime().equals(former.quietTime())
                && self.apiUrl().equals(former.apiUrl())
                && self.peerAddress().equals(former.peerAddress());
        if (!isSame) {
            throw new IllegalArgumentException("found " + self + ", expected the same node as " + former);
        }
        return this;
    }
}
