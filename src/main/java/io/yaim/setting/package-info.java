/// What configuration keys are made of: their declaration, the types of their values, values with their location, and
/// problems in them. Any package may declare keys of its own with it.
@NullMarked
package io.yaim.setting;

import org.jspecify.annotations.NullMarked;
