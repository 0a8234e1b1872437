/// The port to the addresses on this host's network interfaces.
@NullMarked
package io.yaim.address;

import org.jspecify.annotations.NullMarked;
