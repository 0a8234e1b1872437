package io.yaim.config;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.config.keys.ApiConfigKeys;
import io.yaim.config.keys.ConfigKey;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.NetworkValueTypes;
import io.yaim.config.keys.NotifyConfigKeys;
import io.yaim.config.keys.ValueTypes;
import io.yaim.config.parts.ApiConfig;
import io.yaim.config.parts.HookConfig;
import io.yaim.config.parts.LogConfig;
import io.yaim.config.parts.PeerConfig;
import io.yaim.config.parts.ShutdownConfig;
import io.yaim.config.parts.StoreConfig;
import io.yaim.config.read.ApiConfigReader;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.read.HookConfigReader;
import io.yaim.config.read.LeaseTimingReader;
import io.yaim.config.read.PeerConfigReader;
import io.yaim.config.read.RawConfig;
import io.yaim.config.read.StoreConfigReader;
import io.yaim.config.reload.KeyValues;
import io.yaim.config.source.ConfigException;
import io.yaim.config.source.SanitizedText;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes a [Config] of what is given, or tells every mistake.
final class ConfigReader {

    private final RawConfig rawConfig;
    private final CheckProviders providers;
    private final Optional<String> hostName;
    private final String lookedFor;

    /// @param hostName the standard name of the node; absent when the host has none
    /// @param lookedFor where files were looked for, if none was found; else empty
    ConfigReader(RawConfig rawConfig, CheckProviders providers, Optional<String> hostName, String lookedFor) {
        this.rawConfig = rawConfig;
        this.providers = providers;
        this.hostName = hostName;
        this.lookedFor = lookedFor;
    }

    Config read(Optional<Path> file, Path checkersDir) throws ConfigException {
        Optional<String> interfaceName = interfaceName();
        Optional<NodeName> nodename = nodename();
        Optional<String> label = label(interfaceName);
        Optional<StoreConfig> store = new StoreConfigReader(rawConfig).read(nodename);
        Optional<LeaseTiming> leaseTiming = new LeaseTimingReader(rawConfig).read();
        Optional<PeerConfig> peer = new PeerConfigReader(rawConfig).read();
        ApiConfig api = new ApiConfigReader(rawConfig).read(nodename);
        var checkConfigReader = new CheckConfigReader(rawConfig, providers);
        List<CheckSettings> checks = checkConfigReader.read();
        warnWithoutChecks();
        List<HookConfig> hooks = new HookConfigReader(rawConfig).read();
        rawConfig.problems().throwIfAny();
        return new Config(
                file,
                nodename.orElseThrow(),
                required(ConfigKeys.WEIGHT),
                interfaceName.orElseThrow(),
                rawConfig.get(ConfigKeys.NETMASK),
                label,
                rawConfig.get(ConfigKeys.ALLOWED_RANGES).orElse(List.of()),
                required(ConfigKeys.STATE_DIR),
                store.orElseThrow(),
                required(ConfigKeys.DCS_FAILURE_MODE),
                peer,
                leaseTiming.orElseThrow(),
                checks,
                checkConfigReader.standardPace().orElseThrow(),
                checkersDir,
                hooks,
                announceSettings(),
                required(ApiConfigKeys.HTTP_LISTEN).address(),
                api,
                new LogConfig(required(ConfigKeys.LOG_LEVEL), format(required(ConfigKeys.LOG_FORMAT))),
                new ShutdownConfig(
                        required(ConfigKeys.GUARDIAN),
                        required(ConfigKeys.ON_STOP).equals(ConfigKeys.KEEP)),
                rawConfig.problems().warnings(),
                KeyValues.of(rawConfig, ConfigKeyTable.of(providers), nodename.orElseThrow()));
    }

    private AnnounceSettings announceSettings() {
        return new AnnounceSettings(
                required(ConfigKeys.ANNOUNCE_COUNT),
                required(ConfigKeys.ANNOUNCE_INTERVAL),
                required(ConfigKeys.ANNOUNCE_RATE),
                Optional.of(required(ConfigKeys.ANNOUNCE_PERIOD)).filter(Duration::isPositive),
                required(ConfigKeys.PROBE),
                NotifyConfigKeys.unicastTargets(rawConfig));
    }

    private void warnWithoutChecks() {
        if (!rawConfig.has(ConfigKeys.CHECKER_TYPE) && !rawConfig.has(ConfigKeys.CHECK_LIST)) {
            rawConfig
                    .problems()
                    .warn(
                            rawConfig.locationOf(ConfigKeys.CHECKER_TYPE),
                            "no check is configured: this node counts as healthy while it runs");
        }
    }

    /// Only for keys with a standard value, after it is known that nothing is wrong.
    private <T> T required(ConfigKey<T> configKey) {
        return rawConfig.get(configKey).orElseThrow();
    }

    private Optional<String> interfaceName() {
        if (!rawConfig.has(ConfigKeys.INTERFACE)) {
            rawConfig
                    .problems()
                    .add(
                            rawConfig.locationOf(ConfigKeys.INTERFACE),
                            "found nothing, expected "
                                    + ConfigKeys.INTERFACE.type().expected() + lookedFor);
        }
        return rawConfig.get(ConfigKeys.INTERFACE);
    }

    private Optional<NodeName> nodename() {
        if (rawConfig.has(ConfigKeys.NODENAME)) {
            return rawConfig.get(ConfigKeys.NODENAME);
        }
        Optional<NodeName> fromHost = hostName.flatMap(name -> ValueTypes.parseOrEmpty(NodeName::new, name));
        if (fromHost.isEmpty()) {
            rawConfig
                    .problems()
                    .add(
                            rawConfig.locationOf(ConfigKeys.NODENAME),
                            "found nothing, and the host name "
                                    + hostName.map(SanitizedText::quoted).orElse("is not known and")
                                    + " cannot be one; expected "
                                    + ConfigKeys.NODENAME.type().expected());
        }
        return fromHost;
    }

    /// The kernel keeps `<interface>:<label>` where an interface's name would fit.
    private Optional<String> label(Optional<String> interfaceName) {
        Optional<String> label = rawConfig.get(ConfigKeys.LABEL);
        if (label.isPresent() && interfaceName.isPresent()) {
            String whole = interfaceName.get() + ":" + label.get();
            if (whole.length() > NetworkValueTypes.LONGEST_INTERFACE) {
                rawConfig
                        .problems()
                        .add(
                                rawConfig.locationOf(ConfigKeys.LABEL),
                                "found %s, expected at most %d characters: the kernel keeps \"%s\" in fewer than 16"
                                        .formatted(
                                                SanitizedText.quoted(label.get()),
                                                Math.max(
                                                        0,
                                                        NetworkValueTypes.LONGEST_INTERFACE
                                                                - interfaceName
                                                                        .get()
                                                                        .length()
                                                                - 1),
                                                SanitizedText.plain(whole)));
            }
        }
        return label;
    }

    private static LogConfig.Format format(String word) {
        return LogConfig.Format.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
