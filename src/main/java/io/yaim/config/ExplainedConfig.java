package io.yaim.config;

import io.yaim.setting.SanitizedText;
import java.util.List;
import java.util.Optional;

/// A configuration, and where each of its values comes from: what `yaim config` prints.
///
/// @param settings in the order of the documentation
public record ExplainedConfig(Config config, List<Setting> settings) {

    public ExplainedConfig {
        settings = List.copyOf(settings);
    }

    /// The text without the passwords that URLs and connection strings carry.
    public static String withoutPasswords(String text) {
        return SanitizedText.masked(text);
    }

    /// One key.
    ///
    /// @param key its own name, however it was spelt
    /// @param value text, lists and maps of text as they were given, without secrets; empty: nothing
    /// @param secretValue the same with secrets; equal to `value` if there are none
    /// @param origin such as `/etc/yaim.yml:3`, `environment YAIM_TTL`, `command line --ttl`, `default`, `not set`
    /// @param isGiven whether a file, the environment or a flag sets it
    public record Setting(
            String key, Optional<Object> value, Optional<Object> secretValue, String origin, boolean isGiven) {

        /// Whether the value contains a secret.
        public boolean isSecret() {
            return !value.equals(secretValue);
        }

        /// Never the secret.
        @Override
        public String toString() {
            return key + "=" + value + " (" + origin + ")";
        }
    }
}
