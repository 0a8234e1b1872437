package io.yaim.loop.address;

import java.io.IOException;

/// What entitles this node to have addresses bound, and for how long. It may end at any time, so it is asked
/// before and after each effect.
public interface LifetimeGround {

    /// To be called before each slice of the work. Fails if nothing may be bound by it any more.
    void prepare() throws IOException;

    /// The lifetime for each of so many addresses, now; below 1 none may be bound.
    long lifetimeSeconds(int count);

    /// Why no lifetime can be given.
    String shortfall();

    /// To be called when addresses have been given a lifetime: whether they may have it.
    boolean confirm();

    /// Whether it holds now, so that addresses may be announced by it.
    boolean isValid();
}
