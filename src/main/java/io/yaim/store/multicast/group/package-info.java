/// The port for group communication: membership views, and messages between members.
@NullMarked
package io.yaim.store.multicast.group;

import org.jspecify.annotations.NullMarked;
