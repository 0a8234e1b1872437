/// Decides, and can do nothing else: from an observation to a list of actions. No clock, no randomness, no input or
/// output.
@NullMarked
package io.yaim.plan;

import org.jspecify.annotations.NullMarked;
