/// Certificates and keys from PEM files.
@NullMarked
package io.yaim.tls;

import org.jspecify.annotations.NullMarked;
