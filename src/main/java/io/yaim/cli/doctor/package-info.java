/// Tests of the findings about a host.
/// them.
@NullMarked
package io.yaim.cli.doctor;

import org.jspecify.annotations.NullMarked;
