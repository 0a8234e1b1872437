package io.yaim.config.read;

import io.yaim.model.NodeName;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreKeys;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the [ConfiguredStore].
public final class StoreConfigReader {

    private final RawConfig rawConfig;

    public StoreConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Empty if a value is a mistake.
    public Optional<ConfiguredStore> read(Optional<NodeName> nodename) {
        return StoreTypeRules.provider(rawConfig).read(rawConfig, prefix(), nodename);
    }

    /// Both parts, with or without slashes around them. The original yaim joined them unchanged, so a namespace
    /// without its last slash merged with the name.
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
