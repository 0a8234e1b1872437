/// Whole clusters of real loops under simulated time, store, network and kernel, each from one seed.
@NullMarked
package io.yaim.sim;

import org.jspecify.annotations.NullMarked;
