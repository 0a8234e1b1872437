/// Tests of the output of a store in memory.
@NullMarked
package io.yaim.cli.show;

import org.jspecify.annotations.NullMarked;
