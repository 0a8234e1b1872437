/// Runs the models of the protocol through the model checker Spin.
@NullMarked
package io.yaim.spin;

import org.jspecify.annotations.NullMarked;
