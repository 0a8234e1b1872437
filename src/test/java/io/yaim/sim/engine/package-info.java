/// Simulated time, coroutines and random numbers.
@NullMarked
package io.yaim.sim.engine;

import org.jspecify.annotations.NullMarked;
