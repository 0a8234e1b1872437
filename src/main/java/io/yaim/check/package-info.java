/// Health checks: the port that plug-ins implement, the damping of results, and the built-in checks.
@NullMarked
package io.yaim.check;

import org.jspecify.annotations.NullMarked;
