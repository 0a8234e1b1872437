/// Simulated time, courses of action, and chance.
@NullMarked
package io.yaim.sim.engine;

import org.jspecify.annotations.NullMarked;
