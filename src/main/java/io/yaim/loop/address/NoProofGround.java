package io.yaim.loop.address;

import io.yaim.loop.cycle.Clock;
import io.yaim.model.Proof;
import java.io.IOException;
import java.time.Duration;

/// No proof, but a look at the addresses a short time ago. The lifetimes are what they would be just after a
/// keep-alive, so that those of a process that hangs end all the same. If it was stopped meanwhile, others may
/// have taken what it saw.
public final class NoProofGround implements LifetimeGround {

    /// What was bound is so this part of a ttl later: it was kept a moment before, for most of a ttl.
    private static final int OBSERVATIONS_PER_TTL = 3;

    private final Clock clock;
    private final RefreshTime refreshTime;
    private final Duration ttl;
    private Duration seenAt;

    /// @param ttl what a lease would be granted
    /// @param seenAt when it was seen what is bound here
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

    /// What was bound a moment ago is as good as seen.
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
