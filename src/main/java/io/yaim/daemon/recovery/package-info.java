/// The record of an incarnation, the guardian, and the cleanup after a daemon.
@NullMarked
package io.yaim.daemon.recovery;

import org.jspecify.annotations.NullMarked;
