/// The built-in check by a shell command.
@NullMarked
package io.yaim.check.shell;

import org.jspecify.annotations.NullMarked;
