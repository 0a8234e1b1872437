/// What a store implements to be chosen by `dcs-type`, and what it is given.
@NullMarked
package io.yaim.store.spi;

import org.jspecify.annotations.NullMarked;
