package io.yaim.config.vippy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells a configuration of vippy from those of other programs: the same key has other units there, such as `interval`.
final class FileRecognition {

    /// Each file of vippy has one of them. The defaults do not replace them.
    private static final Set<String> OF_VIPPY = Set.of("chat", "vips");

    private static final String MIGRATION = "; docs/migration.md says how to move its addresses";

    /// Programs, with keys that only they have. The first match counts.
    private static final List<Signature> OTHERS = List.of(
            new Signature("vip-manager", MIGRATION, "trigger-key", "trigger-value", "hosting-type", "manager-type"),
            new Signature("Patroni", "", "scope", "bootstrap", "restapi"),
            new Signature("Kubernetes", "", "apiVersion", "kind"),
            new Signature("yaim", ": it needs no import", "dcs-type", "dcs-endpoints", "checker-type", "ips", "ttl"));

    private static final Pattern KEEPALIVED =
            Pattern.compile("^\\s*(vrrp_instance|global_defs|virtual_ipaddress)\\b", Pattern.MULTILINE);

    private FileRecognition() {}

    private record Signature(String program, String advice, Set<String> keys) {

        Signature(String program, String advice, String... keys) {
            this(program, advice, Set.of(keys));
        }

        String refusal() {
            return "this is a file of %s, expected one of vippy%s".formatted(program, advice);
        }
    }

    /// Why this text is not a file of vippy, although it may be no YAML at all; empty if it may be one.
    static Optional<String> refusal(String text) {
        return KEEPALIVED.matcher(text).find()
                ? Optional.of(new Signature("keepalived", MIGRATION).refusal())
                : Optional.empty();
    }

    /// Why a file with these keys is not one of vippy; empty if it is one.
    static Optional<String> refusal(Set<String> keys) {
        if (!Collections.disjoint(keys, OF_VIPPY)) {
            return Optional.empty();
        }
        return Optional.of(OTHERS.stream()
                .filter(other -> !Collections.disjoint(keys, other.keys()))
                .findFirst()
                .map(Signature::refusal)
                .orElse("found neither chat nor vips, expected a file of vippy"));
    }
}
