/// Which keys differ after a reload, and when a changed key takes effect.
@NullMarked
package io.yaim.config.reload;

import org.jspecify.annotations.NullMarked;
