package io.yaim.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// One way to break a cluster, and how long an address may be without an owner because of it.
///
/// @param bounds by mode; where a mode is missing the fault shows nothing new
/// @param environment with which the node that is hit has been started before; empty: as always
/// @param victim which node is hit, where one is
/// @param isApart whether two owners at once are reported, not failed: somebody else's fault, such as a
///     lease that etcd ends early
/// @param division of the node that is hit from all others
/// @param blow strikes, lets it last, and may leave the mending to [ChaosStage#calm]
record Fault(
        String name,
        Map<Mode, Duration> bounds,
        Map<String, String> environment,
        Victim victim,
        boolean isApart,
        Division division,
        Blow blow) {

    Fault {
        bounds = Map.copyOf(bounds);
        environment = Map.copyOf(environment);
    }

    /// Which node is hit. Where there is a server none coordinates.
    enum Victim {
        ANY,
        COORDINATOR,
        FOLLOWER
    }

    /// With a bound for each of some modes.
    static Fault in(Map<Mode, Duration> bounds, String name, Blow blow) {
        return new Fault(name, bounds, Map.of(), Victim.ANY, false, Division.NONE, blow);
    }

    /// The same bound in all modes with etcd.
    static Fault inAllServed(String name, Duration bound, Blow blow) {
        return in(each(Mode.served(), bound), name, blow);
    }

    /// In the default mode alone: the others with etcd do not differ in it.
    static Fault inRelease(String name, Duration bound, Blow blow) {
        return in(Map.of(Mode.RELEASE, bound), name, blow);
    }

    /// The same bound in all modes without a server, and in no other.
    static Fault inServerless(String name, Duration bound, Blow blow) {
        return in(each(Mode.serverless(), bound), name, blow);
    }

    private static Map<Mode, Duration> each(Collection<Mode> modes, Duration bound) {
        var bounds = new EnumMap<Mode, Duration>(Mode.class);
        modes.forEach(mode -> bounds.put(mode, bound));
        return bounds;
    }

    /// In the modes without a server too.
    Fault andServerless(Duration bound) {
        var all = each(Mode.serverless(), bound);
        all.putAll(bounds);
        return new Fault(name, all, environment, victim, isApart, division, blow);
    }

    Fault with(Map<String, String> added) {
        return new Fault(name, bounds, added, victim, isApart, division, blow);
    }

    Fault hitting(Victim hit) {
        return new Fault(name, bounds, environment, hit, isApart, division, blow);
    }

    Fault apart() {
        return new Fault(name, bounds, environment, victim, true, division, blow);
    }

    Fault dividing(Division how) {
        return new Fault(name, bounds, environment, victim, isApart, how, blow);
    }

    Optional<Duration> bound(Mode mode) {
        return Optional.ofNullable(bounds.get(mode));
    }

    /// Whether it cuts nodes off from each other while their devices have a carrier.
    boolean divides() {
        return division != Division.NONE;
    }

    /// Whether an address on two nodes is a failure.
    boolean forbidsTwo(Mode mode) {
        return !isApart && mode.forbidsTwo(divides());
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
