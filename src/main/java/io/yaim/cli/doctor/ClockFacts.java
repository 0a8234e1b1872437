package io.yaim.cli.doctor;

import java.time.Duration;
import java.util.List;

/// The clocks of this host.
///
/// @param isSynchronised whether something keeps the wall clock right, by the kernel's word (STA_UNSYNC of
///     adjtimex(2))
/// @param suspended how long this host has slept since boot
record ClockFacts(boolean isSynchronised, Duration suspended) {

    static final String TOPIC = "clock";

    List<Finding> findings() {
        String slept = suspended.toSeconds() == 0
                ? "this host has not slept since boot"
                : "this host has slept for " + suspended.toSeconds() + " s since boot, which leases count";
        return List.of(
                Finding.ok(TOPIC, slept),
                isSynchronised
                        ? Finding.ok(TOPIC, "the wall clock is kept right")
                        : Finding.warning(
                                TOPIC,
                                "nothing keeps the wall clock right: leases do not care, certificates and logs do",
                                "timedatectl set-ntp true"));
    }
}
