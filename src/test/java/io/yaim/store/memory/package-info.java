/// A third store, in memory: it proves that a store is one package.
@NullMarked
package io.yaim.store.memory;

import org.jspecify.annotations.NullMarked;
