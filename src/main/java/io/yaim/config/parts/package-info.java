/// The records that a configuration consists of.
@NullMarked
package io.yaim.config.parts;

import org.jspecify.annotations.NullMarked;
