/// The messages between coordinator and participants, and their bytes.
@NullMarked
package io.yaim.store.multicast.protocol;

import org.jspecify.annotations.NullMarked;
