/// Tests of the check that a port accepts connections.
@NullMarked
package io.yaim.check.tcp;

import org.jspecify.annotations.NullMarked;
