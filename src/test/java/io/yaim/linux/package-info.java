/// Tests of the calls to the C library.
@NullMarked
package io.yaim.linux;

import org.jspecify.annotations.NullMarked;
