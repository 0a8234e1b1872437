/// The planted faults. The simulation must find each of them.
@NullMarked
package io.yaim.sim.mutant;

import org.jspecify.annotations.NullMarked;
