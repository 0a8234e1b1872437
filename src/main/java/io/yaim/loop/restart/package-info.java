/// Addresses that stay bound over a restart of this node (`on-stop: keep`).
@NullMarked
package io.yaim.loop.restart;

import org.jspecify.annotations.NullMarked;
