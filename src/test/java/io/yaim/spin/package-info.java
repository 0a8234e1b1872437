/// Checks the models of the protocol with the model checker Spin.
@NullMarked
package io.yaim.spin;

import org.jspecify.annotations.NullMarked;
