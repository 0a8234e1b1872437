/// The terms of the design as immutable values. Nothing in here can act.
@NullMarked
package io.yaim.model;

import org.jspecify.annotations.NullMarked;
