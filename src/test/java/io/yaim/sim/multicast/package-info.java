/// Nodes that store the state themselves: their group channel, its faults, and their store.
@NullMarked
package io.yaim.sim.multicast;

import org.jspecify.annotations.NullMarked;
