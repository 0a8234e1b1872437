package io.yaim.sim.fault;

import java.util.function.BooleanSupplier;

/// One kind of fault.
///
/// @param weight how likely it is against the others
/// @param inject lets it happen to somebody; whether it could
public record Fault(String name, int weight, BooleanSupplier inject) {}
