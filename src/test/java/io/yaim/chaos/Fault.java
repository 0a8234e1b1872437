package io.yaim.chaos;

import io.yaim.model.FailureMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// One way to break a cluster, and how long an address may be without an owner because of it.
///
/// @param bounds by mode; where a mode is missing the fault shows nothing new
/// @param blow strikes, lets it last, and may leave the mending to [ChaosStage#calm]
record Fault(String name, Map<FailureMode, Duration> bounds, Blow blow) {

    /// The same bound in all modes.
    static Fault inAllModes(String name, Duration bound, Blow blow) {
        var bounds = new EnumMap<FailureMode, Duration>(FailureMode.class);
        for (FailureMode mode : FailureMode.values()) {
            bounds.put(mode, bound);
        }
        return new Fault(name, bounds, blow);
    }

    /// In the mode that all share by default: others do not differ in it.
    static Fault inRelease(String name, Duration bound, Blow blow) {
        return new Fault(name, Map.of(FailureMode.RELEASE, bound), blow);
    }

    Optional<Duration> bound(FailureMode mode) {
        return Optional.ofNullable(bounds.get(mode));
    }

    /// What is done.
    interface Blow {
        /// @param node who is hit, where one node is
        void strike(ChaosStage stage, String node) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
