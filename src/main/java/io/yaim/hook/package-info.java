/// Tests of the events that hooks receive, and of their delivery.
/// until it succeeds. Nothing here can delay the loop.
@NullMarked
package io.yaim.hook;

import org.jspecify.annotations.NullMarked;
