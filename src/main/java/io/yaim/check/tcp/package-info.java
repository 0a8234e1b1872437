/// The built-in check that a port takes connections.
@NullMarked
package io.yaim.check.tcp;

import org.jspecify.annotations.NullMarked;
