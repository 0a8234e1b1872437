/// The port by which nodes ask each other directly, past the store.
@NullMarked
package io.yaim.peer;

import org.jspecify.annotations.NullMarked;
