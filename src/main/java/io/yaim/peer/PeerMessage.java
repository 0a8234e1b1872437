package io.yaim.peer;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import java.time.Duration;

/// What one node asks another, and what it is told.
public sealed interface PeerMessage {

    /// A question to a witness.
    ///
    /// @param id found again in the answer; random, so that an old answer cannot pass for a new one
    /// @param sequence grows with each question of this asker, so that an old question cannot be asked
    ///     again by somebody who overheard it
    /// @param askerIncarnation whose life the sequence belongs to
    /// @param tenancy whose addresses it is about
    /// @param peer who is asked: a name may have moved to another address since
    /// @param peerIncarnation the life in which the record names it
    /// @param consentTime for how long a yes counts
    record Question(
            long id,
            long sequence,
            Incarnation askerIncarnation,
            Purpose purpose,
            Tenancy tenancy,
            NodeName peer,
            Incarnation peerIncarnation,
            Duration consentTime)
            implements PeerMessage {}

    /// What a yes means.
    enum Purpose {
        /// It may hold on to its addresses for the time of `consentTime`.
        HOLD,
        /// It may not, from now on.
        REFUSE
    }

    record Answer(long id, boolean isAgreed) implements PeerMessage {}
}
