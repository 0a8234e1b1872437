/// The packaged program, a real three-member etcd and the kernel, broken in every way that can be made
/// here.
@NullMarked
package io.yaim.chaos;

import org.jspecify.annotations.NullMarked;
