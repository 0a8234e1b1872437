package io.yaim.loop.address;

import io.yaim.loop.cycle.Clock;
import io.yaim.model.Proof;
import java.io.IOException;
import java.time.Duration;

/// No proof, only a recent observation of the addresses. The lifetimes are as long as after a fresh keep-alive, so
/// they end even if the process hangs. If the process was stopped meanwhile, other nodes may have taken what it
/// observed.
public final class NoProofGround implements LifetimeGround {

    /// An address that was observed as bound is still bound this fraction of a ttl later: its lifetime was most of
    /// a ttl.
    private static final int OBSERVATIONS_PER_TTL = 3;

    private final Clock clock;
    private final RefreshTime refreshTime;
    private final Duration ttl;
    private Duration seenAt;

    /// @param ttl the ttl that a new lease would have
    /// @param seenAt when the bound addresses were observed
    public NoProofGround(Clock clock, RefreshTime refreshTime, Duration ttl, Duration seenAt) {
        this.clock = clock;
        this.refreshTime = refreshTime;
        this.ttl = ttl;
        this.seenAt = seenAt;
    }

    @Override
    public void prepare() throws IOException {
        Duration age = age();
        if (isTooOld(age)) {
            throw new IOException("looked at them " + age.toMillis() + " ms ago, which is too long");
        }
    }

    @Override
    public long lifetimeSeconds(int count) {
        Duration now = clock.now();
        return Math.max(1, Proof.from(now, ttl).lifetimeSeconds(now, refreshTime.estimate(count)));
    }

    @Override
    public String shortfall() {
        throw new IllegalStateException("the lifetime is always a second at least");
    }

    /// A bind counts as an observation.
    @Override
    public boolean confirm() {
        seenAt = clock.now();
        return true;
    }

    @Override
    public boolean isValid() {
        return !isTooOld(age());
    }

    private Duration age() {
        return clock.now().minus(seenAt);
    }

    private boolean isTooOld(Duration age) {
        return age.compareTo(ttl.dividedBy(OBSERVATIONS_PER_TTL)) > 0;
    }
}
