/// Tests of the commands and of the packaged program.
@NullMarked
package io.yaim.cli;

import org.jspecify.annotations.NullMarked;
