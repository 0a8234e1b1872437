package io.yaim.sim.fault;

import java.util.function.BooleanSupplier;

/// One kind of fault.
///
/// @param weight how likely it is compared with the others
/// @param inject injects the fault into a random victim; returns whether it could
public record Fault(String name, int weight, BooleanSupplier inject) {}
