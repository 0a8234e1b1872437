package io.yaim.loop;

import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.model.ProbationSettings;
import io.yaim.plan.Self;

/// The settings that may change while the loop runs.
///
/// @param self identity and quiet time must stay as they were at the start
public record LoopSettings(Self self, AnnounceSettings announceSettings, ProbationSettings probationSettings) {

    /// Throws an [IllegalArgumentException] if the identity or the quiet time differs: they are fixed for an
    /// incarnation.
    LoopSettings requireSuccessorOf(Self former) {
        boolean isSame =
                self.identity().equals(former.identity()) && self.quietTime().equals(former.quietTime());
        if (!isSame) {
            throw new IllegalArgumentException("found " + self + ", expected the same node as " + former);
        }
        return this;
    }
}
