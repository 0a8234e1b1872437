package io.yaim.loop;

import io.yaim.model.FailureMode;
import io.yaim.model.Proof;
import io.yaim.plan.Consent;
import io.yaim.plan.Self;
import java.time.Duration;
import java.util.Optional;

/// On what other grounds than its lease this node keeps addresses: the leave of its witnesses, or entries
/// that are to have an owner whatever happens.
final class Grounds {

    private Self self;
    private final Parley parley;
    private final Notebook notebook;

    Grounds(Self self, Parley parley, Notebook notebook) {
        this.self = self;
        this.parley = parley;
        this.notebook = notebook;
    }

    void become(Self next) {
        self = next;
    }

    boolean hold(Duration now) {
        return byWitnesses().filter(proof -> proof.holdsAt(now)).isPresent() || hasClaims();
    }

    /// What lifetimes are to be given by. Noted before it is used: from then on addresses may live as long.
    Optional<Proof> lend() {
        Optional<Proof> proof = byWitnesses();
        proof.ifPresent(notebook::lending);
        return proof;
    }

    private Optional<Proof> byWitnesses() {
        return parley.consent().map(Consent::proof);
    }

    private boolean hasClaims() {
        return notebook.lastView()
                .filter(view -> self.hasFailureMode(FailureMode.CLAIM, view))
                .isPresent();
    }
}
