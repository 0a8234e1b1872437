package io.yaim.store;

import io.yaim.model.LeaseId;
import java.util.regex.Pattern;

/// The identifiers of a store that numbers its leases by 64 bits: in hexadecimal digits, without leading zeros. 0 means
/// "no lease".
public final class NumericLeaseId {

    private static final Pattern CANONICAL = Pattern.compile("[1-9a-f][0-9a-f]{0,15}");

    private NumericLeaseId() {}

    /// The identifier of the lease with this number.
    ///
    /// @throws IllegalArgumentException the number is 0
    public static LeaseId of(long number) {
        if (number == 0) {
            throw new IllegalArgumentException("expected a lease id other than 0");
        }
        return new LeaseId(Long.toHexString(number));
    }

    /// Returns whether a store that numbers its leases may have made it. If not, it is a lease of another store.
    public static boolean isNumeric(LeaseId lease) {
        return CANONICAL.matcher(lease.value()).matches();
    }

    /// Throws an exception unless [#isNumeric].
    ///
    /// @throws LeaseEndedException it is a lease of another store, which this store does not know
    public static void requireNumeric(LeaseId lease) throws LeaseEndedException {
        if (!isNumeric(lease)) {
            throw new LeaseEndedException(lease);
        }
    }

    /// The number of the lease.
    ///
    /// @throws IllegalArgumentException it is a lease of another store
    public static long number(LeaseId lease) {
        if (!isNumeric(lease)) {
            throw new IllegalArgumentException("lease " + lease + " is of another store");
        }
        return Long.parseUnsignedLong(lease.value(), 16);
    }
}
