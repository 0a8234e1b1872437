/// From raw values to the records of a configuration, with every problem named.
@NullMarked
package io.yaim.config.read;

import org.jspecify.annotations.NullMarked;
