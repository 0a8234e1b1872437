/// Health checks: the port that plugins implement, the damping of their results, and the built-in checks.
@NullMarked
package io.yaim.check;

import org.jspecify.annotations.NullMarked;
