package io.yaim.address.netlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the host must provide, so that yaim can bind addresses and recognize them. Each problem includes its remedy.
public final class Prerequisites {

    private static final int LONGEST_LABEL = 15; // IFNAMSIZ of include/uapi/linux/if.h, without the NUL
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");
    private static final String PROMOTE = "promote_secondaries";

    private Prerequisites() {}

    /// The missing privileges, if any.
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

    /// A kernel without support for IFA_PROTO ignores it silently, so yaim would not recognize its addresses.
    ///
    /// @param version the kernel version, such as `6.1.0-18-amd64`
    /// @param storesProtocol whether an address with a protocol number was seen; kernels give one to 127.0.0.1
    public static Optional<String> kernelProblem(String version, boolean storesProtocol) {
        Matcher matcher = VERSION.matcher(version);
        if (storesProtocol || !matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        boolean isNewEnough = major > 5 || (major == 5 && minor >= 18);
        return isNewEnough
                ? Optional.empty()
                : Optional.of("kernel " + version + " does not keep the protocol number of an address (IFA_PROTO), by"
                        + " which yaim recognizes its own addresses: Linux 5.18 or later is needed");
    }

    static Optional<String> interfaceProblem(String name, List<String> present) {
        return present.contains(name)
                ? Optional.empty()
                : Optional.of("there is no interface " + name + ": there are " + String.join(", ", present));
    }

    /// @param label the complete label, such as `eth0:vip`
    static Optional<String> labelProblem(String label) {
        int length = label.getBytes(StandardCharsets.UTF_8).length;
        return length <= LONGEST_LABEL
                ? Optional.empty()
                : Optional.of("label " + label + " has " + length + " characters: the kernel allows " + LONGEST_LABEL
                        + ", including the name of the interface and the colon");
    }

    /// With a prefix length below 32, the kernel drops the other addresses of the network together with the first one,
    /// unless it promotes one of them. The setting is effective if it is set for the interface or for all.
    static Optional<String> promoteSecondariesProblem(String interfaceName, int prefix) throws IOException {
        if (prefix >= 32 || promotesSecondaries("all") || promotesSecondaries(interfaceName)) {
            return Optional.empty();
        }
        return Optional.of(
                "with prefix length " + prefix + " an address that is dropped takes the others of its network"
                        + " along: set sysctl net.ipv4.conf." + interfaceName.replace('.', '/') + "." + PROMOTE
                        + "=1, or leave the prefix length at 32");
    }

    /// @param interfaceName an interface, or `all`
    static boolean promotesSecondaries(String interfaceName) throws IOException {
        Path setting = SETTINGS.resolve(interfaceName).resolve(PROMOTE);
        return Files.exists(setting) && !Files.readString(setting).strip().equals("0");
    }
}
