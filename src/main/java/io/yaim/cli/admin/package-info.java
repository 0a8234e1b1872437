/// Admin requests of the client, followed until the cluster has carried them out.
@NullMarked
package io.yaim.cli.admin;

import org.jspecify.annotations.NullMarked;
