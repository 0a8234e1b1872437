package io.yaim.config;

import io.yaim.model.NodeName;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes a [StoreConfig] of what is given.
final class StoreReader {

    private final Given given;

    StoreReader(Given given) {
        this.given = given;
    }

    /// Empty when some value is a mistake.
    Optional<StoreConfig> read(Optional<NodeName> nodename) {
        Optional<String> prefix = prefix();
        return StoreChoice.isMulticast(given)
                ? new MulticastReader(given).read(prefix, nodename).map(StoreConfig.class::cast)
                : new EtcdReader(given).read(prefix).map(StoreConfig.class::cast);
    }

    /// Both parts with whatever slashes people put around them. The original put them together as they
    /// stood, so that a namespace without its last slash ran into the name.
    private Optional<String> prefix() {
        return given.get(Keys.DCS_NAMESPACE)
                .flatMap(namespace -> given.get(Keys.DCS_CLUSTERNAME).map(cluster -> namespace + "/" + cluster))
                .map(path -> Stream.of(path.split("/"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/", "/", "/")));
    }
}
