package io.yaim.peer;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import java.time.Duration;

/// A message between two nodes: a question or its answer.
public sealed interface PeerMessage {

    /// A question to a peer.
    ///
    /// @param id a random number that the answer repeats, so that an old answer is not taken for a new one
    /// @param sequence grows with each question of this asker, so that a recorded question cannot be replayed
    /// @param askerIncarnation the incarnation of the asker that the sequence belongs to
    /// @param tenancy the tenancy whose addresses the question is about
    /// @param peer the name of the peer that is asked; another node may have its address now
    /// @param peerIncarnation the incarnation of the peer that the consent record names
    /// @param consentTime how long a consent is valid
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

    /// What the peer agrees to.
    enum Purpose {
        /// Consent: the tenancy may hold its addresses for `consentTime`.
        HOLD,
        /// Refusal: the peer will never consent again for this tenancy.
        REFUSE
    }

    record Answer(long id, boolean isAgreed) implements PeerMessage {}
}
