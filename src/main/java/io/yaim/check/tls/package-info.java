/// Certificates and keys from PEM files.
@NullMarked
package io.yaim.check.tls;

import org.jspecify.annotations.NullMarked;
