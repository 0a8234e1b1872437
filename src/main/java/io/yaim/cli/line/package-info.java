/// How commands reach what answers them: a running node by its management socket or by HTTP, or the store
/// itself.
@NullMarked
package io.yaim.cli.line;

import org.jspecify.annotations.NullMarked;
