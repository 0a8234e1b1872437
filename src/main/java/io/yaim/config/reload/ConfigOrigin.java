package io.yaim.config.reload;

import io.yaim.config.read.RawConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a configuration was read from. A reload compares it and merges it with what is read then.
///
/// @param file the file that was read, if any
/// @param warnings one line for each thing that is allowed but worth a warning
public record ConfigOrigin(Optional<Path> file, List<String> warnings, RawConfig rawConfig, KeyValues keyValues) {

    public ConfigOrigin {
        warnings = List.copyOf(warnings);
    }
}
