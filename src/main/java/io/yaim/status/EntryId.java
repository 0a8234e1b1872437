package io.yaim.status;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The identifier of an entry for clients of LinK: `vip-` and a UUID. It derives from the cluster's prefix and the
/// address (RFC 9562, section 5.3). So every node computes the same one, and an entry that is added again has the
/// same one again.
public final class EntryId {

    private static final Pattern FORM = Pattern.compile("vip-[a-zA-Z0-9-]{36}");

    private EntryId() {}

    /// Returns the id of the entry with this address.
    ///
    /// @param prefix the beginning of all keys of the cluster
    public static String of(String prefix, VirtualIp ip) {
        return "vip-" + UUID.nameUUIDFromBytes((prefix + ip).getBytes(StandardCharsets.UTF_8));
    }

    /// Returns whether the text has the form of an id.
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /// Finds the entry of the pool by an address, an address with a prefix length, or an id.
    public static Optional<VirtualIp> find(String prefix, View view, String text) {
        if (isOne(text)) {
            return view.pool().keySet().stream()
                    .filter(ip -> of(prefix, ip).equals(text))
                    .findFirst();
        }
        return parsed(text).filter(view.pool()::containsKey);
    }

    private static Optional<VirtualIp> parsed(String text) {
        int slash = text.indexOf('/');
        try {
            return Optional.of(VirtualIp.parse(slash < 0 ? text : text.substring(0, slash)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // text that is no address names no entry
        }
    }
}
