/// Tests of commands that end with all they have started.
@NullMarked
package io.yaim.process;

import org.jspecify.annotations.NullMarked;
