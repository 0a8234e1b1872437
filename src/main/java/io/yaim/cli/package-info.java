/// The command line, and the wiring of all parts.
@NullMarked
package io.yaim.cli;

import org.jspecify.annotations.NullMarked;
