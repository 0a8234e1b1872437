/// The terms of the glossary as immutable values. They have no side effects.
@NullMarked
package io.yaim.model;

import org.jspecify.annotations.NullMarked;
