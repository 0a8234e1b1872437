/// Calls of the C library and the Linux kernel, through the foreign-function API.
@NullMarked
package io.yaim.linux;

import org.jspecify.annotations.NullMarked;
