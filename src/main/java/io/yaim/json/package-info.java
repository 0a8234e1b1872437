/// JSON and YAML: writes JSON, and reads JSON as a subset of YAML.
@NullMarked
package io.yaim.json;

import org.jspecify.annotations.NullMarked;
