/// What people and machines are told about each pass: logs and metrics.
@NullMarked
package io.yaim.report;

import org.jspecify.annotations.NullMarked;
