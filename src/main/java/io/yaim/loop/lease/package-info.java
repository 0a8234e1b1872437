/// This node's lease: obtained, renewed, lost, and the proof that it gives.
@NullMarked
package io.yaim.loop.lease;

import org.jspecify.annotations.NullMarked;
