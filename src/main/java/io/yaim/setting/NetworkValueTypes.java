package io.yaim.setting;

import io.yaim.model.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The types of values that are about the network. None uses DNS.
public final class NetworkValueTypes {

    static final int MOST_ENDPOINTS = 16;
    public static final int MOST_RANGES = 100;
    static final int MOST_HOSTS = 100;
    /// IFNAMSIZ of the kernel's include/uapi/linux/if.h, without the closing zero.
    public static final int LONGEST_INTERFACE = 15;

    private static final int ETCD_PORT = 2379;
    /// dev_valid_name of the kernel's net/core/dev.c: no slash, no colon, no space.
    private static final Pattern INTERFACE = Pattern.compile("(?!\\.{1,2}$)[\\x21-\\x7e&&[^/:]]{1,15}");

    private static final Pattern LABEL = Pattern.compile("[\\x21-\\x7e&&[^/]]{1,13}");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[^:\\[\\]]*):(\\d{1,5})");

    private NetworkValueTypes() {}

    public static ValueType<String> interfaceName() {
        return ValueType.of(
                "the name of a network interface",
                text -> Optional.of(text).filter(name -> INTERFACE.matcher(name).matches()));
    }

    public static ValueType<String> label() {
        return ValueType.of(
                "1 to 13 printable characters without spaces",
                text -> Optional.of(text).filter(label -> LABEL.matcher(label).matches()));
    }

    /// The prefix length of an IPv4 network, also as the dotted mask that has it.
    public static ValueType<Integer> netmask() {
        return ValueType.of("a prefix length from 0 to 32, or a mask such as 255.255.255.0", text -> {
            String mask = text.strip();
            if (mask.indexOf('.') < 0) {
                return Optional.of(mask)
                        .filter(digits -> digits.matches("\\d{1,2}"))
                        .map(Integer::valueOf)
                        .filter(length -> length <= Integer.SIZE);
            }
            return Optional.of(mask)
                    .filter(dotted -> DOTTED.matcher(dotted).matches())
                    .flatMap(dotted -> ValueTypes.parseOrEmpty(InetAddress::ofLiteral, dotted))
                    .flatMap(NetworkValueTypes::prefixLength);
        });
    }

    private static Optional<Integer> prefixLength(InetAddress mask) {
        int bits = 0;
        for (byte part : mask.getAddress()) {
            bits = bits << Byte.SIZE | (part & 0xff);
        }
        int length = Integer.bitCount(bits);
        return Integer.numberOfLeadingZeros(~bits) == length ? Optional.of(length) : Optional.empty();
    }

    public static ValueType<List<AddressRange>> ranges() {
        String expected = "at most %d ranges such as 10.0.0.0/24 or fd00::/64, none with bits beyond its length"
                .formatted(MOST_RANGES);
        return ValueType.ofList(expected, text -> {
            var ranges = new ArrayList<AddressRange>();
            for (String part : text.isBlank() ? new String[0] : text.split(",", MOST_RANGES + 1)) {
                Optional<AddressRange> range = ValueTypes.parseOrEmpty(AddressRange::parse, part.strip());
                if (range.isEmpty() || ranges.size() == MOST_RANGES) {
                    return Optional.empty();
                }
                ranges.add(range.get());
            }
            return Optional.of(List.copyOf(ranges));
        });
    }

    /// Where to listen; empty for `off`.
    public record Listen(Optional<InetSocketAddress> address) {}

    public static ValueType<Listen> listen() {
        return ValueType.of("an IP address with a port such as 127.0.0.1:1313, or off", text -> {
            String value = text.strip().toLowerCase(Locale.ROOT);
            if (value.equals("off")) {
                return Optional.of(new Listen(Optional.empty()));
            }
            return socketAddress(value).map(address -> new Listen(Optional.of(address)));
        });
    }

    /// An address that a host can have.
    public static ValueType<InetSocketAddress> address() {
        return ValueType.of(
                "an IP address with a port such as 10.0.0.1:5007, of one host",
                text -> socketAddress(text.strip()).filter(NetworkValueTypes::isOfAHost));
    }

    /// Several such, all IPv4 or all IPv6.
    public static ValueType<List<InetSocketAddress>> addresses() {
        String expected =
                "1 to %d IP addresses, each with a port such as 10.0.0.1:5007, all IPv4 or all IPv6, none twice"
                        .formatted(MOST_HOSTS);
        return ValueType.ofList(expected, text -> {
            var hosts = new ArrayList<InetSocketAddress>();
            for (String part : text.split(",", MOST_HOSTS + 1)) {
                Optional<InetSocketAddress> host = socketAddress(part.strip()).filter(NetworkValueTypes::isOfAHost);
                if (host.isEmpty() || hosts.size() == MOST_HOSTS || hosts.contains(host.get())) {
                    return Optional.empty();
                }
                hosts.add(host.get());
            }
            return isOfOneFamily(hosts) ? Optional.of(List.copyOf(hosts)) : Optional.empty();
        });
    }

    public static boolean isOfOneFamily(Collection<InetSocketAddress> addresses) {
        return addresses.stream()
                        .map(address -> address.getAddress().getClass())
                        .distinct()
                        .count()
                <= 1;
    }

    private static boolean isOfAHost(InetSocketAddress address) {
        return !address.getAddress().isAnyLocalAddress()
                && !address.getAddress().isMulticastAddress();
    }

    public static ValueType<InetSocketAddress> multicastGroup() {
        return ValueType.of(
                "a multicast address with a port such as 224.1.1.1:5007 or [ff05::5007]:5007",
                text -> socketAddress(text.strip())
                        .filter(group -> group.getAddress().isMulticastAddress()));
    }

    private static Optional<InetSocketAddress> socketAddress(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(1).replaceAll("[\\[\\]]", "");
        return Optional.of(Integer.parseInt(parts.group(2)))
                .filter(NetworkValueTypes::isPort)
                .flatMap(port -> ValueTypes.parseOrEmpty(
                                InetAddress::ofLiteral, host.equals("localhost") ? "127.0.0.1" : host)
                        .map(address -> new InetSocketAddress(address, port)));
    }

    /// All with `http`, or all with `https`; `http` where none is given.
    public static ValueType<List<URI>> endpoints() {
        String expected =
                ("1 to %d of http://host:port, https://host:port or host:port, all http or all https, without user;"
                                + " host names have no _")
                        .formatted(MOST_ENDPOINTS);
        return ValueType.ofList(expected, text -> {
            var endpoints = new ArrayList<URI>();
            for (String part : text.split(",", MOST_ENDPOINTS + 1)) {
                Optional<URI> endpoint = endpoint(part.strip());
                if (endpoint.isEmpty() || endpoints.size() == MOST_ENDPOINTS) {
                    return Optional.empty();
                }
                endpoints.add(endpoint.get());
            }
            long schemes = endpoints.stream().map(URI::getScheme).distinct().count();
            return schemes == 1 ? Optional.of(List.copyOf(endpoints)) : Optional.empty();
        });
    }

    private static Optional<URI> endpoint(String text) {
        return ValueTypes.parseOrEmpty(URI::create, text.contains("://") ? text : "http://" + text)
                .filter(NetworkValueTypes::isEndpoint)
                .map(uri -> URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + ":"
                        + (uri.getPort() < 0 ? ETCD_PORT : uri.getPort())));
    }

    private static boolean isEndpoint(URI uri) {
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        return uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                && (uri.getPort() < 0 || isPort(uri.getPort()))
                && (path.isEmpty() || path.equals("/"))
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }
}
