/// Tests of certificates and keys from PEM files, and a test authority.
@NullMarked
package io.yaim.tls;

import org.jspecify.annotations.NullMarked;
