/// Fuzzing: inputs made from a seed, and the rules that parsers keep whatever the input.
@NullMarked
package io.yaim.fuzz;

import org.jspecify.annotations.NullMarked;
