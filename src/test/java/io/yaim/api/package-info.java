/// Tests of the HTTP face.
@NullMarked
package io.yaim.api;

import org.jspecify.annotations.NullMarked;
