/// Tests of the check by an HTTP request.
@NullMarked
package io.yaim.check.http;

import org.jspecify.annotations.NullMarked;
