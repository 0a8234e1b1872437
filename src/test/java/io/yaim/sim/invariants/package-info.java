/// What must hold at any moment of a simulated cluster.
@NullMarked
package io.yaim.sim.invariants;

import org.jspecify.annotations.NullMarked;
