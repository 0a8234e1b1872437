/// What has to become of a cluster that is left in peace.
@NullMarked
package io.yaim.sim.judge;

import org.jspecify.annotations.NullMarked;
