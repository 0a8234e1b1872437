/// Calls to the C library and the Linux kernel, by the foreign-function API.
@NullMarked
package io.yaim.linux;

import org.jspecify.annotations.NullMarked;
