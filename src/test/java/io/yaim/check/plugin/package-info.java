/// Tests of types of checks from files.
@NullMarked
package io.yaim.check.plugin;

import org.jspecify.annotations.NullMarked;
