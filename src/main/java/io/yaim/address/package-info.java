/// The port to the addresses of this host's network interfaces.
@NullMarked
package io.yaim.address;

import org.jspecify.annotations.NullMarked;
