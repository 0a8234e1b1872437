/// The store without a server: the nodes themselves keep pool, nodes and marks, and one of them grants.
@NullMarked
package io.yaim.store.multicast;

import org.jspecify.annotations.NullMarked;
