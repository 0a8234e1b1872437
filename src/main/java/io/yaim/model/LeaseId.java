package io.yaim.model;

import java.util.regex.Pattern;

/// The store's identifier of a lease. Only the store that made it knows what it says; for all others it is text that
/// can be compared, recorded and shown.
///
/// @param value 1 to 64 letters, digits and `. _ : -`; with etcd in hexadecimal digits, as etcdctl prints it
public record LeaseId(String value) {

    public static final int LONGEST = 64;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1," + LONGEST + "}");

    public LeaseId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "lease: expected 1 to " + LONGEST + " letters, digits, dots, colons, hyphens or underscores, found "
                            + PrintableLine.of(value, LONGEST));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
