@NullMarked
package io.yaim.cli.afterlife;

import org.jspecify.annotations.NullMarked;
