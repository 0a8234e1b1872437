/// The test laboratory: real etcd, network namespaces, and instruments that watch the packaged program from outside.
@NullMarked
package io.yaim.lab;

import org.jspecify.annotations.NullMarked;
