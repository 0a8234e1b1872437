/// The words of the design as immutable values: what is known, never what can act.
@NullMarked
package io.yaim.model;

import org.jspecify.annotations.NullMarked;
