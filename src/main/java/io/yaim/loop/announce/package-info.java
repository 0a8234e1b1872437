/// When, how fast and to which neighbours addresses are announced.
@NullMarked
package io.yaim.loop.announce;

import org.jspecify.annotations.NullMarked;
