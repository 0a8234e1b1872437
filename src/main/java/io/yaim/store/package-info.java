/// The port to the store of pool, nodes and marks, and the layout of its keys.
@NullMarked
package io.yaim.store;

import org.jspecify.annotations.NullMarked;
