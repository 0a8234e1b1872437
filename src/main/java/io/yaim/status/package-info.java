/// The status for people: a snapshot of the cluster as this node sees it, and recent events. Both are computed
/// from cycles only.
@NullMarked
package io.yaim.status;

import org.jspecify.annotations.NullMarked;
