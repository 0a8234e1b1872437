package io.yaim.sim;

import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who bound an address on a host last, and by what right it is there.
final class Bearer {

    private final Life life;
    private final VirtualIp ip;
    private final Server server;
    private final Optional<LeaseId> lease;
    private final int epoch;
    private final Set<LeaseId> markedOn;
    private final Duration since;
    private boolean isExtended;
    private boolean isHoldingOver;
    private boolean isAdrift;

    /// By what right an address is where it is.
    enum Standing {
        OWNED,
        HELD_OVER,
        /// Held on to by one who cannot know that the store went back.
        FORGOTTEN,
        /// Kept or taken because an entry of mode `claim` is to have an owner whatever happens.
        ADRIFT,
        NONE
    }

    /// @param old who had it here until now
    Bearer(Life life, VirtualIp ip, Server server, Optional<Bearer> old, Duration now) {
        this.life = life;
        this.ip = ip;
        this.server = server;
        lease = life.proofs().latest();
        since = old.map(Bearer::since).orElse(now);
        isHoldingOver =
                old.filter(same -> same.life == life && same.isHoldingOver).isPresent();
        isAdrift = old.filter(same -> same.life == life && same.isAdrift && !isMarked())
                .isPresent();
        epoch = life.epoch();
        markedOn = life.consents().markedOn(ip);
    }

    /// Who gave it its lifetime last.
    Life life() {
        return life;
    }

    /// Since when the address has been there.
    Duration since() {
        return since;
    }

    /// Whether a former life left it bound for this one.
    boolean wasKeptFor(Life heir) {
        return heir != life && lease.filter(held -> heir.inherits(ip, held)).isPresent();
    }

    /// By which it was bound or refreshed last.
    Optional<LeaseId> lease() {
        return lease;
    }

    /// Somebody else gave it another lifetime.
    void extended() {
        isExtended = true;
    }

    boolean isExtended() {
        return isExtended;
    }

    Standing standing(Optional<Mark> mark) {
        mark.filter(present -> present.owner().equals(life.name()))
                .flatMap(Mark::lease)
                .filter(life.proofs()::knows)
                .ifPresent(markedOn::add);
        if (isExtended
                || lease.filter(held -> isProven(held, mark) || isInherited(held, mark))
                        .isPresent()) {
            isHoldingOver = false;
            isAdrift = isAdrift || isLost();
            return Standing.OWNED;
        }
        if (markedOn.stream().anyMatch(marked -> isAgreed(marked))) {
            return Standing.HELD_OVER;
        }
        if (isClaimedSince(mark)) {
            return Standing.OWNED;
        }
        if (isOfForgottenStore()) {
            return Standing.FORGOTTEN;
        }
        isAdrift = isAdrift || life.isDrifting(ip);
        return isAdrift ? Standing.ADRIFT : Standing.NONE;
    }

    /// It was held over, and is marked on a lease that was joined since and proves for longer than it is there,
    /// though the kernel could not give it another lifetime yet.
    private boolean isClaimedSince(Optional<Mark> mark) {
        Optional<Duration> end = life.machine().kernel().endOf(ip);
        return isHoldingOver
                && end.isPresent()
                && markedOn.stream()
                        .anyMatch(marked ->
                                isProven(marked, mark) && life.proofs().provesAt(marked, end.get()));
    }

    /// Who has a lease again may still not have been able to read the store, and keeps what he has until
    /// then.
    private boolean isMarked() {
        Mark mark = server.truth().marks().get(ip);
        return mark != null
                && mark.owner().equals(life.name())
                && lease.filter(mark::hangsOn).isPresent();
    }

    /// The store has forgotten that it is this life's, and the loop may know that already.
    private boolean isLost() {
        return life.isClaiming(ip) && lease.filter(server::isBroken).isPresent();
    }

    /// Whether nothing has proved since it was bound or refreshed that it may be there.
    boolean isAdrift() {
        return isAdrift;
    }

    private boolean isProven(LeaseId held, Optional<Mark> mark) {
        return isProven(life, held, mark);
    }

    private boolean isProven(Life owner, LeaseId held, Optional<Mark> mark) {
        boolean isMine = mark.filter(
                        present -> present.hangsOn(held) && present.owner().equals(owner.name()))
                .isPresent();
        return owner.proofs().provesNow(held) && (isMine || server.isBroken(held));
    }

    /// A former life left it bound, and the lease that it was bound by still proves it; but the mark hangs
    /// on that of a later life already.
    private boolean isInherited(LeaseId held, Optional<Mark> mark) {
        return life.proofs().provesNow(held) && isPassedOn(held, mark);
    }

    /// Whether it has the mark who was left the address under this lease, or who was left it by one who
    /// was: the second need not have been able to give it a lifetime.
    private boolean isPassedOn(LeaseId held, Optional<Mark> mark) {
        return life.machine().heirs(held).stream()
                .filter(heir -> heir.inherits(ip, held))
                .anyMatch(heir -> heir.proofs()
                        .latest()
                        .filter(present -> isProven(heir, present, mark) || isPassedOn(present, mark))
                        .isPresent());
    }

    private boolean isAgreed(LeaseId marked) {
        return server.epochOf(marked) == epoch && life.consents().areGiven(marked);
    }

    /// Whether it is held on to since before the store went back. Of a mark that the store forgot before
    /// the address was bound, only the lease is known.
    boolean isOfForgottenStore() {
        return Stream.concat(markedOn.stream(), lease.stream())
                .anyMatch(marked -> server.hasForgotten(marked)
                        && server.epochOf(marked) == epoch
                        && life.consents().isAnyGiven(marked));
    }

    /// True once each time that it begins.
    boolean holdsOver() {
        boolean begins = !isHoldingOver;
        isHoldingOver = true;
        return begins;
    }

    @Override
    public String toString() {
        return life.proofs().says(lease) + ", was marked on " + markedOn;
    }
}
