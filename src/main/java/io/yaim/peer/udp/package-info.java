/// Questions and answers as authenticated datagrams.
@NullMarked
package io.yaim.peer.udp;

import org.jspecify.annotations.NullMarked;
