/// The built-in check that sends an HTTP request.
@NullMarked
package io.yaim.check.http;

import org.jspecify.annotations.NullMarked;
