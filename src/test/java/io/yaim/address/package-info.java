/// The contract of the address port, and a host that keeps it in memory.
@NullMarked
package io.yaim.address;

import org.jspecify.annotations.NullMarked;
