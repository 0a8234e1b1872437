/// What people are told: a picture of the cluster as this node has it, and what happened, made of nothing
/// but cycles.
@NullMarked
package io.yaim.status;

import org.jspecify.annotations.NullMarked;
