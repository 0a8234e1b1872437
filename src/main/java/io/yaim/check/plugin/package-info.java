/// Types of checks from files: jars and executables.
@NullMarked
package io.yaim.check.plugin;

import org.jspecify.annotations.NullMarked;
