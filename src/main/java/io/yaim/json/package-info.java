/// Text that programs read: JSON is written, and read as the YAML that it is a part of.
@NullMarked
package io.yaim.json;

import org.jspecify.annotations.NullMarked;
