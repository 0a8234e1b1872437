package io.yaim.store.etcd;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Known faults of versions of etcd.
final class EtcdVersion {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

    private EtcdVersion() {}

    /// Before 3.4.31 and 3.5.13, a leader that hung and was deposed revokes leases that other nodes have renewed
    /// meanwhile.
    static Optional<String> warning(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            return Optional.of("cannot tell etcd's version from " + version);
        }
        return isFixed(matcher.toMatchResult())
                ? Optional.empty()
                : Optional.of("etcd " + version + " may end leases too early after its leader hung"
                        + " (etcd issue 15247); 3.4.31, 3.5.13 and later do not");
    }

    private static boolean isFixed(MatchResult version) {
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        int patch = Integer.parseInt(version.group(3));
        if (major != 3) {
            return major > 3;
        }
        return switch (minor) {
            case 4 -> patch >= 31;
            case 5 -> patch >= 13;
            default -> minor > 5;
        };
    }
}
