/// Tests of what people and machines are told.
@NullMarked
package io.yaim.report;

import org.jspecify.annotations.NullMarked;
