/// The planted faults, each of which the simulation has to find.
@NullMarked
package io.yaim.sim.mutant;

import org.jspecify.annotations.NullMarked;
