package io.yaim.setting;

import java.nio.file.Path;
import java.util.Optional;

/// The configured values, each key once.
public interface ConfigValues {

    /// The value, or else the default. Empty if there is neither, or if the value has the wrong type, which is among
    /// the problems already.
    <T> Optional<T> get(ConfigKey<T> configKey);

    /// Whether the key is set.
    boolean has(ConfigKey<?> configKey);

    Optional<RawValue> raw(String name);

    /// Where the key stands, or where a reader would look for it.
    SourceLocation locationOf(ConfigKey<?> configKey);

    /// The secret itself, or the content of the file.
    Optional<Secret> secretOrFile(ConfigKey<Secret> configKey, ConfigKey<Path> fileKey);

    /// Receives what is wrong.
    Problems problems();
}
