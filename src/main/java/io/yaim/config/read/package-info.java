/// Builds the parts of a configuration from raw values, and reports all mistakes.
@NullMarked
package io.yaim.config.read;

import org.jspecify.annotations.NullMarked;
