package io.yaim.config;

import io.yaim.check.CheckSettings;
import io.yaim.check.Pace;
import io.yaim.config.parts.ApiConfig;
import io.yaim.config.parts.EtcdConfig;
import io.yaim.config.parts.HookConfig;
import io.yaim.config.parts.LogConfig;
import io.yaim.config.parts.MulticastConfig;
import io.yaim.config.parts.PeerConfig;
import io.yaim.config.parts.ShutdownConfig;
import io.yaim.config.parts.StoreConfig;
import io.yaim.config.reload.KeyValues;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a node is configured. Everything in it has been checked, alone and together.
///
/// @param file the file that was read, if any
/// @param interfaceName where addresses are bound that name no interface of their own
/// @param netmask the prefix length for IPv4; absent: 32
/// @param label the part after `<interface>:` of an address label; absent: no label
/// @param failureMode what becomes of addresses when the store is away
/// @param peer where the other nodes ask this one; absent: nowhere
/// @param allowedRanges addresses outside of all of them are not bound; none: all may be
/// @param checks all must pass; without any, the node counts as healthy while it runs
/// @param httpListen where the HTTP API is served; absent: nowhere
/// @param api who may ask there and at the management socket
/// @param checkPace of checks that do not say otherwise
/// @param hooks who is told of what happens to addresses here
/// @param checkersDir where further types of checks lie; need not exist
/// @param warnings what may run but should be told, one line each
/// @param keyValues all of it once more, to be compared key by key
public record Config(
        Optional<Path> file,
        NodeName nodename,
        int weight,
        String interfaceName,
        Optional<Integer> netmask,
        Optional<String> label,
        List<AddressRange> allowedRanges,
        Path stateDir,
        StoreConfig store,
        FailureMode failureMode,
        Optional<PeerConfig> peer,
        LeaseTiming leaseTiming,
        List<CheckSettings> checks,
        Pace checkPace,
        Path checkersDir,
        List<HookConfig> hooks,
        AnnounceSettings announceSettings,
        Optional<InetSocketAddress> httpListen,
        ApiConfig api,
        LogConfig log,
        ShutdownConfig shutdown,
        List<String> warnings,
        KeyValues keyValues) {

    public Config {
        allowedRanges = List.copyOf(allowedRanges);
        checks = List.copyOf(checks);
        hooks = List.copyOf(hooks);
        warnings = List.copyOf(warnings);
    }

    /// What all keys of this cluster begin with, from slash to slash: `/service/yaim/`.
    public String keyPrefix() {
        return store.keyPrefix();
    }

    /// If etcd is the store.
    public Optional<EtcdConfig> etcd() {
        return store instanceof EtcdConfig etcd ? Optional.of(etcd) : Optional.empty();
    }

    /// If the nodes themselves are the store.
    public Optional<MulticastConfig> multicast() {
        return store instanceof MulticastConfig multicast ? Optional.of(multicast) : Optional.empty();
    }

    /// How a daemon goes on that started with this and reads `next`: what counts only at the next start
    /// stays as it is.
    public Config reloadedWith(Config next) {
        return new Config(
                next.file,
                nodename,
                next.weight,
                next.interfaceName,
                next.netmask,
                next.label,
                next.allowedRanges,
                stateDir,
                store(next.store),
                next.failureMode,
                peer,
                leaseTiming,
                next.checks,
                next.checkPace,
                next.checkersDir,
                hooks,
                next.announceSettings,
                httpListen,
                api,
                next.log,
                new ShutdownConfig(
                        shutdown.hasGuardian(),
                        next.shutdown.retainsAddresses() && leaseTiming.expiryGuard() == ExpiryGuard.LIFETIME),
                next.warnings,
                keyValues.reloadedWith(next.keyValues));
    }

    private StoreConfig store(StoreConfig next) {
        return store instanceof MulticastConfig mine && next instanceof MulticastConfig theirs
                ? mine.withPool(theirs.pool())
                : store;
    }
}
