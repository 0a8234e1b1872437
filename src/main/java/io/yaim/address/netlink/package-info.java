/// The address port on Linux: rtnetlink and packet sockets.
@NullMarked
package io.yaim.address.netlink;

import org.jspecify.annotations.NullMarked;
