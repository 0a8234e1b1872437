package io.yaim.loop.address;

import java.io.IOException;

/// The right of this node to have addresses bound, and for how long. It may end at any time. So it is checked
/// before and after each effect.
public interface LifetimeGround {

    /// Called before each slice of the work. Fails if nothing may be bound any more.
    void prepare() throws IOException;

    /// The lifetime now, if this number of addresses is refreshed together. Below 1, none may be bound.
    long lifetimeSeconds(int count);

    /// Why no lifetime can be given.
    String shortfall();

    /// Called after addresses were given a lifetime: whether they may have it.
    boolean confirm();

    /// Whether the right exists now, so that addresses may be announced.
    boolean isValid();
}
