/// Faults, and changes by operators.
@NullMarked
package io.yaim.sim.fault;

import org.jspecify.annotations.NullMarked;
