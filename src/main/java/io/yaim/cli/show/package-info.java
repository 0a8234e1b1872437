/// What the API tells, as people read it on a terminal; scripts get it as it was told.
@NullMarked
package io.yaim.cli.show;

import org.jspecify.annotations.NullMarked;
