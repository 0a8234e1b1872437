package io.yaim.chaos;

import io.yaim.model.FailureMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// One way to break a cluster, and how long an address may be without an owner because of it.
///
/// @param bounds by mode; where a mode is missing the fault shows nothing new
/// @param environment with which the node that is hit has been started before; empty: as always
/// @param isApart whether two owners at once are reported, not failed: somebody else's fault, such as a
///     lease that etcd ends early
/// @param blow strikes, lets it last, and may leave the mending to [ChaosStage#calm]
record Fault(
        String name, Map<FailureMode, Duration> bounds, Map<String, String> environment, boolean isApart, Blow blow) {

    Fault {
        bounds = Map.copyOf(bounds);
        environment = Map.copyOf(environment);
    }

    /// With a bound for each of some modes.
    static Fault in(Map<FailureMode, Duration> bounds, String name, Blow blow) {
        return new Fault(name, bounds, Map.of(), false, blow);
    }

    /// The same bound in all modes.
    static Fault inAllModes(String name, Duration bound, Blow blow) {
        var bounds = new EnumMap<FailureMode, Duration>(FailureMode.class);
        for (FailureMode mode : FailureMode.values()) {
            bounds.put(mode, bound);
        }
        return in(bounds, name, blow);
    }

    /// In the default mode alone: the others do not differ in it.
    static Fault inRelease(String name, Duration bound, Blow blow) {
        return in(Map.of(FailureMode.RELEASE, bound), name, blow);
    }

    Fault with(Map<String, String> added) {
        return new Fault(name, bounds, added, isApart, blow);
    }

    Fault apart() {
        return new Fault(name, bounds, environment, true, blow);
    }

    Optional<Duration> bound(FailureMode mode) {
        return Optional.ofNullable(bounds.get(mode));
    }

    /// Whether an address on two nodes is a failure.
    boolean forbidsTwo(FailureMode mode) {
        return !isApart && mode != FailureMode.CLAIM;
    }

    /// What is done.
    interface Blow {
        /// Strikes once.
        ///
        /// @param node who is hit, where one node is
        void strike(ChaosStage stage, String node) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
