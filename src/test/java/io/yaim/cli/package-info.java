/// Tests of the loop, alone and as whole clusters under simulated time.
@NullMarked
package io.yaim.cli;

import org.jspecify.annotations.NullMarked;
