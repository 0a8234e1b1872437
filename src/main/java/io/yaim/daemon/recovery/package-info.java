/// What a daemon writes down on its host, its guardian, and the cleanup after it.
@NullMarked
package io.yaim.daemon.recovery;

import org.jspecify.annotations.NullMarked;
