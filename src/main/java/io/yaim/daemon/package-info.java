/// Wires the daemon and runs it: stores, checks, API servers, logging, reload.
@NullMarked
package io.yaim.daemon;

import org.jspecify.annotations.NullMarked;
