/// What goes wrong, and what administrators do.
@NullMarked
package io.yaim.sim.fault;

import org.jspecify.annotations.NullMarked;
