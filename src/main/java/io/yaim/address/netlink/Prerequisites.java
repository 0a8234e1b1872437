package io.yaim.address.netlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the host must offer, so that addresses can be bound and known again. Each problem says how it is
/// mended.
public final class Prerequisites {

    private static final int LONGEST_LABEL = 15; // IFNAMSIZ of include/uapi/linux/if.h, without the NUL
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");
    private static final String PROMOTE = "promote_secondaries";

    private Prerequisites() {}

    /// What is missing when the kernel allows one thing and not the other.
    static Optional<String> privilegeProblem(boolean mayChangeAddresses, boolean mayAnnounce) {
        if (mayChangeAddresses && mayAnnounce) {
            return Optional.empty();
        }
        String missing = mayAnnounce
                ? "CAP_NET_ADMIN (to bind addresses)"
                : mayChangeAddresses
                        ? "CAP_NET_RAW (to announce addresses)"
                        : "CAP_NET_ADMIN (to bind addresses) and CAP_NET_RAW (to announce them)";
        return Optional.of("the privilege " + missing + " is missing: run yaim as root, or give its service"
                + " AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW");
    }

    /// A kernel that does not keep IFA_PROTO ignores it silently, and no address would ever be known as
    /// ours.
    ///
    /// @param version the kernel's, such as `6.1.0-18-amd64`
    /// @param keepsProtocol whether some address was seen with a protocol number, as kernels give it to
    ///     127.0.0.1
    public static Optional<String> kernelProblem(String version, boolean keepsProtocol) {
        Matcher matcher = VERSION.matcher(version);
        if (keepsProtocol || !matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        boolean isNewEnough = major > 5 || (major == 5 && minor >= 18);
        return isNewEnough
                ? Optional.empty()
                : Optional.of("kernel " + version + " does not keep the protocol number of an address (IFA_PROTO), by"
                        + " which yaim knows its own: Linux 5.18 or later is needed");
    }

    static Optional<String> interfaceProblem(String name, List<String> present) {
        return present.contains(name)
                ? Optional.empty()
                : Optional.of("there is no interface " + name + ": there are " + String.join(", ", present));
    }

    /// @param label the whole of it, such as `eth0:vip`
    static Optional<String> labelProblem(String label) {
        int length = label.getBytes(StandardCharsets.UTF_8).length;
        return length <= LONGEST_LABEL
                ? Optional.empty()
                : Optional.of("label " + label + " has " + length + " characters: the kernel takes " + LONGEST_LABEL
                        + ", the interface's name and the colon included");
    }

    /// With a prefix shorter than 32, an address that goes takes all others of its network along, unless
    /// the kernel promotes one of them. The setting counts when it is set for the interface or for all.
    static Optional<String> promoteSecondariesProblem(String interfaceName, int prefix) throws IOException {
        if (prefix >= 32 || isSet("all") || isSet(interfaceName)) {
            return Optional.empty();
        }
        return Optional.of(
                "with prefix length " + prefix + " an address that is dropped takes the others of its network"
                        + " along: set sysctl net.ipv4.conf." + interfaceName.replace('.', '/') + "." + PROMOTE
                        + "=1, or leave the prefix length at 32");
    }

    private static boolean isSet(String interfaceName) throws IOException {
        Path setting = SETTINGS.resolve(interfaceName).resolve(PROMOTE);
        return Files.exists(setting) && !Files.readString(setting).strip().equals("0");
    }
}
