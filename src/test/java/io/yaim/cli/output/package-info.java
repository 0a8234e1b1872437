/// Tests of what people and scripts are shown.
@NullMarked
package io.yaim.cli.output;

import org.jspecify.annotations.NullMarked;
