/// The built-in check by a PostgreSQL query.
@NullMarked
package io.yaim.check.postgres;

import org.jspecify.annotations.NullMarked;
