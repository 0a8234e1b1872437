package io.yaim.config;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.loop.Announcing;
import io.yaim.model.NodeName;
import io.yaim.model.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes a [Config] of what is given, or tells every mistake.
final class ConfigReader {

    private final Given given;
    private final CheckProviders providers;
    private final Optional<String> hostName;
    private final String lookedFor;

    /// @param hostName the standard name of the node; absent when the host has none
    /// @param lookedFor where files were looked for, if none was found; else empty
    ConfigReader(Given given, CheckProviders providers, Optional<String> hostName, String lookedFor) {
        this.given = given;
        this.providers = providers;
        this.hostName = hostName;
        this.lookedFor = lookedFor;
    }

    Config read(Optional<Path> file, Path checkersDir) throws ConfigException {
        Optional<String> interfaceName = interfaceName();
        Optional<NodeName> nodename = nodename();
        Optional<String> label = label(interfaceName);
        Optional<StoreConfig> store = new StoreReader(given).read(nodename);
        Optional<Timing> timing = new TimingReader(given).read();
        Optional<PeerConfig> peer = new PeerReader(given).read();
        ApiConfig api = new ApiReader(given).read(nodename);
        var checkReader = new CheckReader(given, providers);
        List<CheckSettings> checks = checkReader.read();
        warnWithoutChecks();
        List<HookConfig> hooks = new HookReader(given).read();
        given.problems().throwIfAny();
        return new Config(
                file,
                nodename.orElseThrow(),
                required(Keys.WEIGHT),
                interfaceName.orElseThrow(),
                given.get(Keys.NETMASK),
                label,
                given.get(Keys.ALLOWED_RANGES).orElse(List.of()),
                required(Keys.STATE_DIR),
                store.orElseThrow(),
                required(Keys.DCS_FAILURE_MODE),
                peer,
                timing.orElseThrow(),
                checks,
                checkReader.standardPace().orElseThrow(),
                checkersDir,
                hooks,
                announcing(),
                required(ApiKeys.HTTP_LISTEN).address(),
                api,
                new LogConfig(required(Keys.LOG_LEVEL), format(required(Keys.LOG_FORMAT))),
                new EndConfig(required(Keys.GUARDIAN), required(Keys.ON_STOP).equals(Keys.KEEP)),
                given.problems().warnings(),
                Values.of(given, KeyTable.of(providers), nodename.orElseThrow()));
    }

    private Announcing announcing() {
        return new Announcing(
                required(Keys.ANNOUNCE_COUNT),
                required(Keys.ANNOUNCE_INTERVAL),
                required(Keys.ANNOUNCE_RATE),
                Optional.of(required(Keys.ANNOUNCE_PERIOD)).filter(Duration::isPositive),
                required(Keys.PROBE),
                NotifyKeys.notifying(given));
    }

    private void warnWithoutChecks() {
        if (!given.has(Keys.CHECKER_TYPE) && !given.has(Keys.CHECK_LIST)) {
            given.problems()
                    .warn(
                            given.place(Keys.CHECKER_TYPE),
                            "no check is configured: this node counts as healthy while it runs");
        }
    }

    /// Only for keys with a standard value, after it is known that nothing is wrong.
    private <T> T required(Key<T> key) {
        return given.get(key).orElseThrow();
    }

    private Optional<String> interfaceName() {
        if (!given.has(Keys.INTERFACE)) {
            given.problems()
                    .add(
                            given.place(Keys.INTERFACE),
                            "found nothing, expected " + Keys.INTERFACE.kind().expected() + lookedFor);
        }
        return given.get(Keys.INTERFACE);
    }

    private Optional<NodeName> nodename() {
        if (given.has(Keys.NODENAME)) {
            return given.get(Keys.NODENAME);
        }
        Optional<NodeName> fromHost = hostName.flatMap(name -> Kinds.unlessRefused(NodeName::new, name));
        if (fromHost.isEmpty()) {
            given.problems()
                    .add(
                            given.place(Keys.NODENAME),
                            "found nothing, and the host name "
                                    + hostName.map(Shown::quoted).orElse("is not known and")
                                    + " cannot be one; expected "
                                    + Keys.NODENAME.kind().expected());
        }
        return fromHost;
    }

    /// The kernel keeps `<interface>:<label>` where an interface's name would fit.
    private Optional<String> label(Optional<String> interfaceName) {
        Optional<String> label = given.get(Keys.LABEL);
        if (label.isPresent() && interfaceName.isPresent()) {
            String whole = interfaceName.get() + ":" + label.get();
            if (whole.length() > NetworkKinds.LONGEST_INTERFACE) {
                given.problems()
                        .add(
                                given.place(Keys.LABEL),
                                "found %s, expected at most %d characters: the kernel keeps \"%s\" in fewer than 16"
                                        .formatted(
                                                Shown.quoted(label.get()),
                                                Math.max(
                                                        0,
                                                        NetworkKinds.LONGEST_INTERFACE
                                                                - interfaceName
                                                                        .get()
                                                                        .length()
                                                                - 1),
                                                Shown.plain(whole)));
            }
        }
        return label;
    }

    private static LogConfig.Format format(String word) {
        return LogConfig.Format.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
