package io.yaim.cli.doctor;

import io.yaim.model.ExpiryGuard;
import java.util.List;
import java.util.Optional;

/// Whether this kernel can have the gate, and whether the configuration needs it.
///
/// @param expiryGuard what the configuration makes the guard
/// @param problem what keeps the kernel from having a gate
record NftSupport(ExpiryGuard expiryGuard, Optional<String> problem) {

    static final String TOPIC = "guard";

    private static final String LIMIT =
            "a ttl below " + ExpiryGuard.LIFETIME.shortestTtl().toSeconds() + " s";

    List<Finding> findings() {
        if (problem.isEmpty()) {
            return List.of(Finding.ok(
                    TOPIC,
                    expiryGuard == ExpiryGuard.GATE
                            ? "addresses are guarded by the gate (nftables), which this kernel can have"
                            : "addresses are guarded by their lifetimes; the gate (nftables) could be used as well"));
        }
        return List.of(
                expiryGuard == ExpiryGuard.GATE
                        ? Finding.problem(
                                TOPIC,
                                "the gate is needed and cannot be made: " + problem.get(),
                                "boot a kernel with nftables (CONFIG_NF_TABLES_INET, CONFIG_NF_TABLES_ARP); or a ttl that"
                                        + " guard: lifetime allows, such as 9000")
                        : Finding.ok(
                                TOPIC,
                                "addresses are guarded by their lifetimes; the gate, for " + LIMIT
                                        + ", cannot be made: " + problem.get()));
    }
}
