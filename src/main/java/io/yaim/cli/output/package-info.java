/// Tests of the output for people and scripts.
@NullMarked
package io.yaim.cli.output;

import org.jspecify.annotations.NullMarked;
