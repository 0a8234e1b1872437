/// The adapter of the address port for Linux: rtnetlink and packet sockets.
@NullMarked
package io.yaim.address.netlink;

import org.jspecify.annotations.NullMarked;
