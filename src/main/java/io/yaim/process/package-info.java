/// Commands that end, with all they have started, when they are told to.
@NullMarked
package io.yaim.process;

import org.jspecify.annotations.NullMarked;
