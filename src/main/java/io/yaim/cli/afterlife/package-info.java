/// What becomes of a node when its daemon has ended: what it writes down, the guardian beside it, and how it is
/// cleared up after.
@NullMarked
package io.yaim.cli.afterlife;

import org.jspecify.annotations.NullMarked;
