/// The configuration keys: name, type, default and meaning of each.
@NullMarked
package io.yaim.config.keys;

import org.jspecify.annotations.NullMarked;
