/// Tests of the address port on Linux.
@NullMarked
package io.yaim.address.netlink;

import org.jspecify.annotations.NullMarked;
