/// Tests of the program from outside.
@NullMarked
package io.yaim.cli;

import org.jspecify.annotations.NullMarked;
