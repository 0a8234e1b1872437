package io.yaim.peer;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import java.time.Duration;

/// What one node asks another, and what it is told.
public sealed interface Message {

    /// A question to a witness.
    ///
    /// @param id found again in the answer; random, so that an old answer cannot pass for a new one
    /// @param sequence grows with each question of this asker, so that an old question cannot be asked
    ///     again by somebody who overheard it
    /// @param asker whose life the sequence belongs to
    /// @param of whose addresses it is about
    /// @param witness who is asked: a name may have moved to another address since
    /// @param incarnation the life in which the record names it
    /// @param hold for how long a yes counts
    record Question(
            long id,
            long sequence,
            Incarnation asker,
            Plea plea,
            Tenancy of,
            NodeName witness,
            Incarnation incarnation,
            Duration hold)
            implements Message {}

    /// What a yes means.
    enum Plea {
        /// It may hold on to its addresses for the time of `hold`.
        HOLD,
        /// It may not, from now on.
        REFUSE
    }

    record Answer(long id, boolean isYes) implements Message {}
}
