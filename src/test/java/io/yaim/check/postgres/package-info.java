/// Tests of the check that runs a PostgreSQL query.
@NullMarked
package io.yaim.check.postgres;

import org.jspecify.annotations.NullMarked;
