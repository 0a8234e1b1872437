/// Consent of the peers to hold addresses while the store is away.
@NullMarked
package io.yaim.loop.consent;

import org.jspecify.annotations.NullMarked;
