/// Tests of what hooks are told, when and how.
@NullMarked
package io.yaim.hook;

import org.jspecify.annotations.NullMarked;
