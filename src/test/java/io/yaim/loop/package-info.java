/// Tests of the loop, alone and as whole clusters under simulated time.
@NullMarked
package io.yaim.loop;

import org.jspecify.annotations.NullMarked;
