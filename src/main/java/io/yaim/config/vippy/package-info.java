/// The import of vippy's configuration.
@NullMarked
package io.yaim.config.vippy;

import org.jspecify.annotations.NullMarked;
