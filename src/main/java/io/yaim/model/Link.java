package io.yaim.model;

/// A network interface of this host.
///
/// @param isUp whether it is up and has a carrier (IFF_UP and IFF_RUNNING); a loopback interface needs no
///     carrier
public record Link(String name, int index, boolean isUp) {}
