/// Orders against a store in memory in which the test acts.
@NullMarked
package io.yaim.cli.order;

import org.jspecify.annotations.NullMarked;
