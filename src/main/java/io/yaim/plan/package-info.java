/// Turns an observation into a list of actions, without side effects. Uses no clock, no randomness, no input or
/// output.
@NullMarked
package io.yaim.plan;

import org.jspecify.annotations.NullMarked;
