/// Every node's side: follows the coordinator, and keeps the pool across restarts.
@NullMarked
package io.yaim.store.multicast.participant;

import org.jspecify.annotations.NullMarked;
