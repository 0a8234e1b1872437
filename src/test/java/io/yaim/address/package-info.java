/// The contract of the address port, and an implementation in memory.
@NullMarked
package io.yaim.address;

import org.jspecify.annotations.NullMarked;
