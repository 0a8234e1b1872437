/// Tests of the HTTP API.
@NullMarked
package io.yaim.api;

import org.jspecify.annotations.NullMarked;
