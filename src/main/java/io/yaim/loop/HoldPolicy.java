package io.yaim.loop;

import io.yaim.loop.address.LoopMemory;
import io.yaim.loop.consent.ConsentProtocol;
import io.yaim.model.FailureMode;
import io.yaim.model.Proof;
import io.yaim.plan.Self;
import io.yaim.plan.UnanimousConsent;
import java.time.Duration;
import java.util.Optional;

/// On what other grounds than its lease this node keeps addresses: the leave of its witnesses, or entries
/// that are to have an owner whatever happens.
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

    /// What lifetimes are to be given by. Noted before it is used: from then on addresses may live as long.
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
