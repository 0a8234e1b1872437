/// What must become of a cluster without further faults.
@NullMarked
package io.yaim.sim.judge;

import org.jspecify.annotations.NullMarked;
