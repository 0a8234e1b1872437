package io.yaim.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// One way to break a cluster, and how long an address may be without an owner because of it.
///
/// @param bounds by mode; a mode is missing where the fault shows nothing new
/// @param environment with which the victim is started; empty: the usual one
/// @param victim which node is the victim, if one is
/// @param isDoubleTolerated whether two owners at once are reported and not failed, since something other than yaim
///     causes them, such as a lease that etcd ends early
/// @param division of the victim from all others
/// @param injection injects the fault, lets it last, and may leave its end to [ChaosCluster#recover]
record Fault(
        String name,
        Map<Mode, Duration> bounds,
        Map<String, String> environment,
        Victim victim,
        boolean isDoubleTolerated,
        Division division,
        Injection injection) {

    Fault {
        bounds = Map.copyOf(bounds);
        environment = Map.copyOf(environment);
    }

    /// Which node is the victim. With a server no node coordinates.
    enum Victim {
        ANY,
        COORDINATOR,
        FOLLOWER
    }

    /// With a bound for each of some modes.
    static Fault in(Map<Mode, Duration> bounds, String name, Injection injection) {
        return new Fault(name, bounds, Map.of(), Victim.ANY, false, Division.NONE, injection);
    }

    /// The same bound in all modes with etcd.
    static Fault inAllWithServer(String name, Duration bound, Injection injection) {
        return in(each(Mode.withServer(), bound), name, injection);
    }

    /// In the default mode alone, since the other modes with etcd do not differ.
    static Fault inRelease(String name, Duration bound, Injection injection) {
        return in(Map.of(Mode.RELEASE, bound), name, injection);
    }

    /// The same bound in all modes without a server, and in no other.
    static Fault inServerless(String name, Duration bound, Injection injection) {
        return in(each(Mode.withoutServer(), bound), name, injection);
    }

    private static Map<Mode, Duration> each(Collection<Mode> modes, Duration bound) {
        var bounds = new EnumMap<Mode, Duration>(Mode.class);
        modes.forEach(mode -> bounds.put(mode, bound));
        return bounds;
    }

    /// In the modes without a server too.
    Fault andServerless(Duration bound) {
        var all = each(Mode.withoutServer(), bound);
        all.putAll(bounds);
        return new Fault(name, all, environment, victim, isDoubleTolerated, division, injection);
    }

    Fault with(Map<String, String> added) {
        return new Fault(name, bounds, added, victim, isDoubleTolerated, division, injection);
    }

    Fault hitting(Victim hit) {
        return new Fault(name, bounds, environment, hit, isDoubleTolerated, division, injection);
    }

    Fault toleratingDouble() {
        return new Fault(name, bounds, environment, victim, true, division, injection);
    }

    Fault dividing(Division how) {
        return new Fault(name, bounds, environment, victim, isDoubleTolerated, how, injection);
    }

    Optional<Duration> bound(Mode mode) {
        return Optional.ofNullable(bounds.get(mode));
    }

    /// Whether it cuts nodes off from each other while their devices have a carrier.
    boolean isDividing() {
        return division != Division.NONE;
    }

    /// Whether an address on two nodes is a failure.
    boolean forbidsDouble(Mode mode) {
        return !isDoubleTolerated && mode.forbidsDouble(isDividing());
    }

    /// The action of a fault.
    interface Injection {
        /// Injects the fault once.
        ///
        /// @param node the victim, if there is one
        void inject(ChaosCluster stage, String node) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
