/// The port by which nodes communicate directly, past the store.
@NullMarked
package io.yaim.peer;

import org.jspecify.annotations.NullMarked;
