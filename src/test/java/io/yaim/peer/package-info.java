/// Test doubles of the port by which nodes communicate directly.
@NullMarked
package io.yaim.peer;

import org.jspecify.annotations.NullMarked;
