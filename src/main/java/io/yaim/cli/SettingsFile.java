package io.yaim.cli;

import io.yaim.cli.output.YamlOutput;
import io.yaim.config.ExplainedConfig;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration as a file with the same settings: values that were set, each with a comment on its origin, and
/// defaults as comments.
final class SettingsFile {

    private SettingsFile() {}

    /// @param showsSecrets whether secrets are written; otherwise they are comments: a file with a wrong secret is
    ///     worse than one without
    static String of(ExplainedConfig explainedConfig, boolean showsSecrets) {
        var file = new StringBuilder("# The settings that yaim config found");
        explainedConfig.config().file().ifPresent(from -> file.append(" in ").append(from));
        file.append("; defaults are commented out.\n");
        for (ExplainedConfig.Setting setting : explainedConfig.settings()) {
            if (setting.isGiven()) {
                append(file, setting, showsSecrets);
            } else {
                setting.value().ifPresent(value -> file.append(comment(lines(setting.key(), value))));
            }
        }
        return file.toString();
    }

    private static void append(StringBuilder file, ExplainedConfig.Setting setting, boolean showsSecrets) {
        file.append("\n# ").append(setting.origin()).append('\n');
        if (setting.isSecret() && !showsSecrets) {
            file.append("# put the secret here; --show-secrets prints it\n");
            setting.value().ifPresent(value -> file.append(comment(lines(setting.key(), value))));
        } else {
            setting.secretValue().ifPresent(value -> file.append(lines(setting.key(), value)));
        }
    }

    private static String lines(String key, Object value) {
        return YamlOutput.of(Map.of(key, value));
    }

    private static String comment(String lines) {
        return lines.lines().map(line -> "#" + line + "\n").collect(Collectors.joining());
    }
}
