/// Tests of certificates and keys from PEM files, and a test authority.
@NullMarked
package io.yaim.check.tls;

import org.jspecify.annotations.NullMarked;
