package io.yaim.cli.doctor;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.Finding;
import java.util.List;
import java.util.Optional;

/// Whether this kernel supports the gate, and whether the configuration needs it.
///
/// @param expiryGuard the expiry guard of the configuration
/// @param problem why the kernel does not support the gate
record NftSupport(ExpiryGuard expiryGuard, Optional<String> problem) {

    static final String TOPIC = "expiry guard";

    private static final String LIMIT =
            "a ttl below " + ExpiryGuard.LIFETIME.shortestTtl().toSeconds() + " s";

    List<Finding> findings() {
        if (problem.isEmpty()) {
            return List.of(Finding.ok(
                    TOPIC,
                    expiryGuard == ExpiryGuard.GATE
                            ? "the gate (nftables) ends addresses, and this kernel supports it"
                            : "lifetimes end addresses; this kernel also supports the gate (nftables)"));
        }
        return List.of(
                expiryGuard == ExpiryGuard.GATE
                        ? Finding.problem(
                                TOPIC,
                                "the gate is needed, and the kernel does not support it: " + problem.get(),
                                "boot a kernel with nftables (CONFIG_NF_TABLES_INET, CONFIG_NF_TABLES_ARP); or a ttl that"
                                        + " guard: lifetime allows, such as 9000")
                        : Finding.ok(
                                TOPIC,
                                "lifetimes end addresses; the gate, which is needed for " + LIMIT
                                        + ", is not supported: " + problem.get()));
    }
}
