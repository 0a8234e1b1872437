/// Tests of the checks' port and of the course of a check through time.
@NullMarked
package io.yaim.check;

import org.jspecify.annotations.NullMarked;
