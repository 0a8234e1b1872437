/// yaim.yml, the environment and flags, parsed once into records.
@NullMarked
package io.yaim.config;

import org.jspecify.annotations.NullMarked;
