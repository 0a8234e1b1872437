/// The rules that every plan keeps, as tests.
@NullMarked
package io.yaim.plan;

import org.jspecify.annotations.NullMarked;
