/// Measurements that are run by hand.
@NullMarked
package io.yaim.bench;

import org.jspecify.annotations.NullMarked;
