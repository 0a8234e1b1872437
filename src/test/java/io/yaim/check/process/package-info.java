/// Tests of commands that end with all they have started.
@NullMarked
package io.yaim.check.process;

import org.jspecify.annotations.NullMarked;
