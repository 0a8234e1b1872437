/// Fuzzing: inputs made from a seed, and the rules that parsers must keep for any input.
@NullMarked
package io.yaim.fuzz;

import org.jspecify.annotations.NullMarked;
