/// Questions and answers between nodes as authenticated UDP datagrams.
@NullMarked
package io.yaim.peer.udp;

import org.jspecify.annotations.NullMarked;
