/// Tests of logs and metrics.
@NullMarked
package io.yaim.report;

import org.jspecify.annotations.NullMarked;
