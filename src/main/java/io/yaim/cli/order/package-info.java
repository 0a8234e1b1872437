/// Orders to a cluster, each followed until it has happened.
@NullMarked
package io.yaim.cli.order;

import org.jspecify.annotations.NullMarked;
