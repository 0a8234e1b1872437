package io.yaim.config.read;

import io.yaim.config.keys.NodeKeys;
import io.yaim.config.parts.NodeConfig;
import io.yaim.config.parts.ShutdownConfig;
import io.yaim.model.NodeName;
import io.yaim.model.ProbationSettings;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.ValueTypes;
import java.util.Map;
import java.util.Optional;

/// Builds the [NodeConfig].
public final class NodeConfigReader {

    private final RawConfig rawConfig;

    public NodeConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Makes the name of the host the default of `nodename`.
    ///
    /// @param hostName absent if the host has none
    public static void applyHostName(Optional<String> hostName, RawConfig rawConfig) {
        Optional<String> name = hostName.filter(
                text -> ValueTypes.parseOrEmpty(NodeName::new, text).isPresent());
        rawConfig.overrideDefaults(Map.of(NodeKeys.NODENAME.name(), name));
        if (name.isEmpty() && !rawConfig.has(NodeKeys.NODENAME)) {
            rawConfig
                    .problems()
                    .add(
                            rawConfig.locationOf(NodeKeys.NODENAME),
                            "found nothing, and the host name "
                                    + hostName.map(SanitizedText::quoted).orElse("is not known and")
                                    + " cannot be one; expected "
                                    + NodeKeys.NODENAME.type().expected());
        }
    }

    /// Empty if there is a mistake.
    public Optional<NodeConfig> read() {
        if (!rawConfig.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NodeConfig(
                rawConfig.required(NodeKeys.NODENAME),
                rawConfig.required(NodeKeys.WEIGHT),
                rawConfig.required(NodeKeys.STATE_DIR),
                new ShutdownConfig(
                        rawConfig.required(NodeKeys.GUARDIAN),
                        rawConfig.required(NodeKeys.ON_STOP).equals(NodeKeys.KEEP)),
                new ProbationSettings(
                        rawConfig.required(NodeKeys.LINK_UP_DELAY), rawConfig.required(NodeKeys.FLAP_DAMPING))));
    }
}
