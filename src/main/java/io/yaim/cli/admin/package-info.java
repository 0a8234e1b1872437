/// Operator requests of the command line, followed until the cluster has carried them out.
@NullMarked
package io.yaim.cli.admin;

import org.jspecify.annotations.NullMarked;
