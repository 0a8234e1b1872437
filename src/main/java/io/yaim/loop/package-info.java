/// The story: observe, plan, carry out, wait. Knows ports only and takes its clock.
@NullMarked
package io.yaim.loop;

import org.jspecify.annotations.NullMarked;
