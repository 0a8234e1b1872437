package io.yaim.config.read;

import io.yaim.config.keys.NodeKeys;
import io.yaim.config.parts.BindingConfig;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.SanitizedText;
import java.util.List;
import java.util.Optional;

/// Builds the [BindingConfig].
public final class BindingConfigReader {

    private final RawConfig rawConfig;

    public BindingConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Reports a mistake if no interface is given.
    ///
    /// @param lookedFor which files were looked for, if none was found; else empty
    public static void requireInterface(String lookedFor, RawConfig rawConfig) {
        if (!rawConfig.has(NodeKeys.INTERFACE)) {
            rawConfig
                    .problems()
                    .add(
                            rawConfig.locationOf(NodeKeys.INTERFACE),
                            "found nothing, expected "
                                    + NodeKeys.INTERFACE.type().expected() + lookedFor);
        }
    }

    /// Empty if there is a mistake.
    public Optional<BindingConfig> read() {
        Optional<String> interfaceName = rawConfig.get(NodeKeys.INTERFACE);
        Optional<String> label = rawConfig.get(NodeKeys.LABEL);
        interfaceName.ifPresent(name -> label.ifPresent(text -> checkLabel(name, text)));
        return interfaceName.map(name -> new BindingConfig(
                name,
                rawConfig.get(NodeKeys.NETMASK),
                label,
                rawConfig.get(NodeKeys.ALLOWED_RANGES).orElse(List.of())));
    }

    /// The kernel stores `<interface>:<label>` in the space of an interface name.
    private void checkLabel(String interfaceName, String label) {
        String whole = interfaceName + ":" + label;
        if (whole.length() > NetworkValueTypes.LONGEST_INTERFACE) {
            int longest = Math.max(0, NetworkValueTypes.LONGEST_INTERFACE - interfaceName.length() - 1);
            rawConfig
                    .problems()
                    .add(
                            rawConfig.locationOf(NodeKeys.LABEL),
                            "found %s, expected at most %d characters: the kernel keeps \"%s\" in fewer than 16"
                                    .formatted(SanitizedText.quoted(label), longest, SanitizedText.plain(whole)));
        }
    }
}
