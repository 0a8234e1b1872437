/// Address conflict detection (RFC 5227), and probes of entries whose owner was lost.
@NullMarked
package io.yaim.loop.conflict;

import org.jspecify.annotations.NullMarked;
