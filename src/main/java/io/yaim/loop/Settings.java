package io.yaim.loop;

import io.yaim.plan.Self;

/// What may become another while the loop runs.
///
/// @param self with the name, the incarnation, the interval and the ways to it that it had from the start
public record Settings(Self self, Announcing announcing) {

    /// Refuses, with an [IllegalArgumentException], what a node stays for its whole life as something else.
    Settings requireSuccessorOf(Self former) {
        boolean isSame = self.name().equals(former.name())
                && self.incarnation().equals(former.incarnation())
                && self.interval().equals(former.interval())
                && self.reach().equals(former.reach())
                && self.peer().equals(former.peer());
        if (!isSame) {
            throw new IllegalArgumentException("found " + self + ", expected the same node as " + former);
        }
        return this;
    }
}
