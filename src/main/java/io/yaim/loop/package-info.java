/// The loop: observe, plan, carry out, wait. It uses ports only, and gets its clock from outside.
@NullMarked
package io.yaim.loop;

import org.jspecify.annotations.NullMarked;
