package io.yaim.loop;

import io.yaim.loop.address.LoopMemory;
import io.yaim.loop.consent.ConsentProtocol;
import io.yaim.model.FailureMode;
import io.yaim.model.Proof;
import io.yaim.plan.Self;
import io.yaim.plan.UnanimousConsent;
import java.time.Duration;
import java.util.Optional;

/// Why this node holds addresses without a proof from its lease: by consent of all peers, or in claim mode.
final class HoldPolicy {

    private Self self;
    private final ConsentProtocol consentProtocol;
    private final LoopMemory loopMemory;

    HoldPolicy(Self self, ConsentProtocol consentProtocol, LoopMemory loopMemory) {
        this.self = self;
        this.consentProtocol = consentProtocol;
        this.loopMemory = loopMemory;
    }

    void reconfigure(Self next) {
        self = next;
    }

    boolean mayHold(Duration now) {
        return consentProof().filter(proof -> proof.isValidAt(now)).isPresent() || hasClaimEntries();
    }

    /// The proof by consent, for new lifetimes. It is noted before use, because from then on addresses may live
    /// until its end.
    Optional<Proof> useConsentProof() {
        Optional<Proof> proof = consentProof();
        proof.ifPresent(loopMemory::noteConsentLifetimes);
        return proof;
    }

    private Optional<Proof> consentProof() {
        return consentProtocol.consent().map(UnanimousConsent::proof);
    }

    private boolean hasClaimEntries() {
        return loopMemory
                .lastView()
                .filter(view -> self.hasFailureMode(FailureMode.CLAIM, view))
                .isPresent();
    }
}
