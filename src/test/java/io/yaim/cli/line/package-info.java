/// Ways to the API, and a store in memory behind one.
@NullMarked
package io.yaim.cli.line;

import org.jspecify.annotations.NullMarked;
