/// Commands and webhooks that are told of what happens to addresses on this node, and that are repeated
/// until they succeed where that is asked for. Nothing here can delay the loop.
@NullMarked
package io.yaim.hook;

import org.jspecify.annotations.NullMarked;
