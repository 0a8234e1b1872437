/// Clients of the HTTP API: by the management socket, by TCP, or in this process.
@NullMarked
package io.yaim.cli.client;

import org.jspecify.annotations.NullMarked;
