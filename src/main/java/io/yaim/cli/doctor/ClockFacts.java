package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.time.Duration;
import java.util.List;

/// The clocks of this host.
///
/// @param isSynchronised whether the wall clock is synchronised, as the kernel reports it (STA_UNSYNC of adjtimex(2))
/// @param suspended how long this host has been suspended since boot
record ClockFacts(boolean isSynchronised, Duration suspended) {

    static final String TOPIC = "clock";

    List<Finding> findings() {
        String slept = suspended.toSeconds() == 0
                ? "this host has not been suspended since boot"
                : "this host has been suspended for " + suspended.toSeconds()
                        + " s since boot, which counts for leases";
        return List.of(
                Finding.ok(TOPIC, slept),
                isSynchronised
                        ? Finding.ok(TOPIC, "the wall clock is synchronised")
                        : Finding.warning(
                                TOPIC,
                                "the wall clock is not synchronised: leases do not need it, certificates and logs do",
                                "timedatectl set-ntp true"));
    }
}
