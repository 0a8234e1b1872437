/// The simulated hosts, kernels, store and networks.
@NullMarked
package io.yaim.sim.world;

import org.jspecify.annotations.NullMarked;
