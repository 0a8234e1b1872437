/// HTTP: metrics and health.
@NullMarked
package io.yaim.api;

import org.jspecify.annotations.NullMarked;
