/// Tests of commands with a time limit.
@NullMarked
package io.yaim.process;

import org.jspecify.annotations.NullMarked;
