/// The coordinator's side: collects the state, then grants leases and commits changes. Pure.
@NullMarked
package io.yaim.store.multicast.coordinator;

import org.jspecify.annotations.NullMarked;
