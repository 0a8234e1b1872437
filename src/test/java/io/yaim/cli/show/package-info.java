/// What people and scripts see of a store in memory.
@NullMarked
package io.yaim.cli.show;

import org.jspecify.annotations.NullMarked;
