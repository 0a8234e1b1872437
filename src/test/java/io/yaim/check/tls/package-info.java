/// Tests of certificates and keys from PEM files, and a small authority that makes some.
@NullMarked
package io.yaim.check.tls;

import org.jspecify.annotations.NullMarked;
