package io.yaim.sim;

import java.util.function.BooleanSupplier;

/// One kind of fault.
///
/// @param weight how likely it is against the others
/// @param strike lets it happen to somebody; whether it could
record Fault(String name, int weight, BooleanSupplier strike) {}
