/// What is wrong with this host, and how to mend it: facts that are read in one place, and findings made of
/// them.
@NullMarked
package io.yaim.cli.doctor;

import org.jspecify.annotations.NullMarked;
