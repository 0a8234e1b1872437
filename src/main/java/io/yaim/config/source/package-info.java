/// Configuration text with its location, before it has a meaning.
@NullMarked
package io.yaim.config.source;

import org.jspecify.annotations.NullMarked;
