package io.yaim.store;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The layout of the store's keys: builds them, and tells what they stand for.
///
/// @param prefix the beginning of all keys; begins and ends with a slash
public record KeySpace(String prefix) {

    private static final int LONGEST_PREFIX = 200;
    private static final Pattern SLASHES = Pattern.compile("/+");
    private static final Pattern FORM = Pattern.compile("/([!-.0-~]+/)*");
    private static final String POOL = "ips/";
    private static final String MARKS = "marks/";
    private static final String MARKED = "/marked";
    private static final String NODES = "nodes/";
    private static final String MEMBERS = "members/";
    private static final String WITNESSES = "witnesses/";
    private static final String NEIGHBOURS = "neighbours/";
    private static final String DRAIN = "wishes/drain/";
    private static final String PIN = "wishes/pin/";
    private static final String PAUSE = "wishes/pause";

    /// @throws IllegalArgumentException the prefix is not normalised
    public KeySpace {
        if (prefix.length() > LONGEST_PREFIX || !FORM.matcher(prefix).matches()) {
            throw new IllegalArgumentException("expected at most " + LONGEST_PREFIX
                    + " printable ASCII characters without spaces as the prefix of all keys");
        }
    }

    /// The layout below `dcs-namespace` + `dcs-clustername`. A missing first or last slash is added; several slashes
    /// count as one.
    public static KeySpace of(String namespace, String clusterName) {
        return new KeySpace(SLASHES.matcher("/" + namespace + clusterName + "/").replaceAll("/"));
    }

    public String entry(VirtualIp ip) {
        return prefix + POOL + ip;
    }

    public String mark(VirtualIp ip) {
        return prefix + MARKS + ip;
    }

    public String markCopy(VirtualIp ip) {
        return prefix + POOL + ip + MARKED;
    }

    public String node(NodeName name) {
        return prefix + NODES + name;
    }

    public String member(NodeName name) {
        return prefix + MEMBERS + name;
    }

    public String consentRecord(NodeName name) {
        return prefix + WITNESSES + name;
    }

    public String neighbourReport(NodeName name) {
        return prefix + NEIGHBOURS + name;
    }

    public String drain(NodeName name) {
        return prefix + DRAIN + name;
    }

    public String pin(VirtualIp ip) {
        return prefix + PIN + ip;
    }

    public String pause() {
        return prefix + PAUSE;
    }

    /// What the key stands for. Never fails: a key that is not understood is [ParsedKey.Unknown].
    public ParsedKey parse(String key) {
        if (!key.startsWith(prefix)) {
            return new ParsedKey.Unknown("expected a key below " + prefix);
        }
        String rest = key.substring(prefix.length());
        try {
            if (rest.startsWith(POOL)) {
                return parsePool(rest.substring(POOL.length()));
            }
            if (rest.equals(PAUSE)) {
                return new ParsedKey.OfPause();
            }
            return after(MARKS, rest, ip -> new ParsedKey.OfMark(VirtualIp.parse(ip)))
                    .or(() -> after(NODES, rest, name -> new ParsedKey.OfNode(new NodeName(name))))
                    .or(() -> after(MEMBERS, rest, name -> new ParsedKey.OfMember(new NodeName(name))))
                    .or(() -> after(WITNESSES, rest, name -> new ParsedKey.OfConsentRecord(new NodeName(name))))
                    .or(() -> after(NEIGHBOURS, rest, name -> new ParsedKey.OfNeighbourReport(new NodeName(name))))
                    .or(() -> after(DRAIN, rest, name -> new ParsedKey.OfDrain(new NodeName(name))))
                    .or(() -> after(PIN, rest, ip -> new ParsedKey.OfPin(VirtualIp.parse(ip))))
                    .orElseGet(
                            () -> new ParsedKey.Unknown(
                                    "expected ips, marks, nodes, members, witnesses, neighbours or wishes (drain, pin, pause)"));
        } catch (IllegalArgumentException e) {
            return new ParsedKey.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<ParsedKey> after(String start, String rest, Function<String, ParsedKey> parser) {
        return rest.startsWith(start) ? Optional.of(parser.apply(rest.substring(start.length()))) : Optional.empty();
    }

    private static ParsedKey parsePool(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return new ParsedKey.OfEntry(VirtualIp.parse(name), false);
        }
        VirtualIp ip = VirtualIp.parse(name.substring(0, slash));
        String below = name.substring(slash);
        if (below.equals("/")) {
            return new ParsedKey.OfEntry(ip, true);
        }
        return below.equals(MARKED)
                ? new ParsedKey.OfMarkCopy(ip)
                : new ParsedKey.Unknown("expected nothing or marked below an entry");
    }
}
