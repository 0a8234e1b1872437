/// Tests of the port for checks, and of how checks are run over time.
@NullMarked
package io.yaim.check;

import org.jspecify.annotations.NullMarked;
