package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.AT_ONCE;
import static io.yaim.setting.ReloadEffect.IF_IT_FITS;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The keys of the node itself: its name, how it binds addresses, and how it stops.
public final class NodeKeys {

    private static final Duration HOUR = Duration.ofHours(1);

    public static final String KEEP = "keep";
    public static final String AUTO = "auto";

    public static final ConfigKey<String> INTERFACE = optional(
            "interface",
            NetworkValueTypes.interfaceName(),
            "lo",
            AT_ONCE,
            "The network interface to bind addresses on. The only key that must be set.");
    public static final ConfigKey<Integer> NETMASK = optional(
            "netmask",
            NetworkValueTypes.netmask(),
            "32",
            AT_ONCE,
            "The prefix length with which IPv4 addresses are bound. Not set: /32. IPv6 addresses always get /128.");
    public static final ConfigKey<String> LABEL = optional(
            "label",
            NetworkValueTypes.label(),
            "yaim",
            AT_ONCE,
            "The label of bound IPv4 addresses is `<interface>:<label>`, at most 15 characters in total. Not set: no"
                    + " label.");
    public static final ConfigKey<List<AddressRange>> ALLOWED_RANGES = optional(
            "allowed-ranges",
            NetworkValueTypes.ranges(),
            "10.0.0.0/24, fd00::/64",
            AT_ONCE,
            "This node binds only addresses of the pool that lie in one of these ranges: a list, or several with commas."
                    + " Not set, or empty: it may bind all.");
    public static final ConfigKey<NodeName> NODENAME = optional(
            "nodename",
            ValueTypes.nodeName(),
            "node1",
            NEXT_START,
            "The name of this node, different from the names of all other nodes. Not set: the host name.");
    public static final ConfigKey<Integer> WEIGHT = standard(
            "weight",
            ValueTypes.number(1, Node.MAX_WEIGHT),
            "1",
            AT_ONCE,
            "The part of the pool that this node takes, relative to the weights of the other nodes.");
    public static final ConfigKey<Duration> LINK_UP_DELAY = standard(
            "link-up-delay",
            ValueTypes.time(Duration.ZERO, HOUR),
            "20s",
            AT_ONCE,
            "How long an interface that was down must be up again before this node takes entries that another node can"
                    + " take: the switch may not forward yet. An entry that no other node can take is taken at once.");
    public static final ConfigKey<Duration> FLAP_DAMPING = standard(
            "flap-damping",
            ValueTypes.time(Duration.ZERO, HOUR),
            "5m",
            AT_ONCE,
            "An interface, or the checks, that fail again within this time after a recovery must work for longer and"
                    + " longer: 5 s, or twice as long as before, at most this time; 0: no damping.");
    public static final ConfigKey<String> MANAGER_TYPE = standard(
                    "manager-type",
                    ValueTypes.word("basic"),
                    "basic",
                    NEXT_START,
                    "How addresses are bound. There is only one way.")
            .withAliases(List.of("hostingtype"));
    public static final ConfigKey<Path> STATE_DIR = standard(
            "state-dir",
            ValueTypes.path(),
            "/run/yaim",
            NEXT_START,
            "The directory of this node's lock and of its record of what it has bound.");
    public static final ConfigKey<Boolean> GUARDIAN = standard(
            "guardian",
            ValueTypes.onOrOff(),
            "on",
            NEXT_START,
            "Whether a small process beside the daemon drops the addresses at once if the daemon crashes or is killed.");
    public static final ConfigKey<String> ON_STOP = standard(
            "on-stop",
            ValueTypes.word("release", KEEP),
            "release",
            IF_IT_FITS,
            "What SIGTERM does: `release` passes the addresses on to other nodes; `keep` leaves them bound, for a restart"
                    + " before their lifetimes end.");
    public static final ConfigKey<String> GUARD = standard(
            "guard",
            ValueTypes.word(AUTO, ExpiryGuard.LIFETIME.toString(), ExpiryGuard.GATE.toString()),
            AUTO,
            NEXT_START,
            "What silences addresses that this node no longer owns, even if the daemon hangs: `lifetime`, a lifetime in"
                    + " whole seconds that each address has; `gate`, rules of nftables, exact to milliseconds, for short"
                    + " leases; or `auto`, the gate if the times are too short for lifetimes. The gate needs"
                    + " `dcs-failure-mode: release` and `on-stop: release`, and applies `release` to entries with a"
                    + " `failure-mode` of their own.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "The node",
            "",
            INTERFACE,
            NETMASK,
            LABEL,
            ALLOWED_RANGES,
            NODENAME,
            WEIGHT,
            LINK_UP_DELAY,
            FLAP_DAMPING,
            MANAGER_TYPE,
            STATE_DIR,
            GUARDIAN,
            ON_STOP,
            GUARD);

    private NodeKeys() {}
}
