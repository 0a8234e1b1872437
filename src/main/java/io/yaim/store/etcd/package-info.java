/// The store port on etcd v3, through jetcd.
@NullMarked
package io.yaim.store.etcd;

import org.jspecify.annotations.NullMarked;
