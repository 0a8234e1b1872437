/// Commands that end, with all they have started, when they are told to.
@NullMarked
package io.yaim.check.process;

import org.jspecify.annotations.NullMarked;
