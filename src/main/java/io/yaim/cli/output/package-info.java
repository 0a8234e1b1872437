/// How commands show what they found: tables for people, JSON and YAML for scripts, once or again and
/// again.
@NullMarked
package io.yaim.cli.output;

import org.jspecify.annotations.NullMarked;
