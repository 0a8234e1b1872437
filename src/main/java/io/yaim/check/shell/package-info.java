/// The built-in check that runs a shell command.
@NullMarked
package io.yaim.check.shell;

import org.jspecify.annotations.NullMarked;
