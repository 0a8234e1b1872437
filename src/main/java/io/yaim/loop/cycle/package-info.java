/// What the loop reports of each cycle, and its clock.
@NullMarked
package io.yaim.loop.cycle;

import org.jspecify.annotations.NullMarked;
