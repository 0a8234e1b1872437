/// Tests of calls to the C library.
@NullMarked
package io.yaim.linux;

import org.jspecify.annotations.NullMarked;
