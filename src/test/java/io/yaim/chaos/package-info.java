/// The packaged program, a real three-member etcd and the kernel, under every fault that is possible on one machine.
@NullMarked
package io.yaim.chaos;

import org.jspecify.annotations.NullMarked;
