/// Commands with a time limit. At the limit, all processes that they started are killed.
@NullMarked
package io.yaim.process;

import org.jspecify.annotations.NullMarked;
