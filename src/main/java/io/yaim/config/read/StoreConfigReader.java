package io.yaim.config.read;

import io.yaim.config.keys.StoreKeys;
import io.yaim.config.parts.StoreConfig;
import io.yaim.model.NodeName;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the [StoreConfig].
public final class StoreConfigReader {

    private final RawConfig rawConfig;

    public StoreConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Empty if a value is a mistake.
    public Optional<StoreConfig> read(Optional<NodeName> nodename) {
        Optional<String> prefix = prefix();
        return StoreTypeRules.isMulticast(rawConfig)
                ? new MulticastConfigReader(rawConfig).read(prefix, nodename).map(StoreConfig.class::cast)
                : new EtcdConfigReader(rawConfig).read(prefix).map(StoreConfig.class::cast);
    }

    /// Both parts with whatever slashes people put around them. The original put them together as they
    /// stood, so that a namespace without its last slash ran into the name.
    private Optional<String> prefix() {
        return rawConfig
                .get(StoreKeys.DCS_NAMESPACE)
                .flatMap(
                        namespace -> rawConfig.get(StoreKeys.DCS_CLUSTERNAME).map(cluster -> namespace + "/" + cluster))
                .map(path -> Stream.of(path.split("/"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/", "/", "/")));
    }
}
