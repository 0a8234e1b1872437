/// The contract of the store port, and a store in memory that keeps it.
@NullMarked
package io.yaim.store;

import org.jspecify.annotations.NullMarked;
