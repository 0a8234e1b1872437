/// Tests of types of checks found as files.
@NullMarked
package io.yaim.check.plugin;

import org.jspecify.annotations.NullMarked;
