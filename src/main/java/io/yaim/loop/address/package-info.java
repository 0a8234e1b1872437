/// Carries out what a plan wants done to addresses, and remembers what it did.
@NullMarked
package io.yaim.loop.address;

import org.jspecify.annotations.NullMarked;
