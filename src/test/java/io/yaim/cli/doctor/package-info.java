/// Tests of what is found wrong with a host.
@NullMarked
package io.yaim.cli.doctor;

import org.jspecify.annotations.NullMarked;
