package io.yaim.config.parts;

import io.yaim.check.CheckSettings;
import io.yaim.check.Pace;
import java.nio.file.Path;
import java.util.List;

/// The health checks of this node.
///
/// @param settings of each check; all must pass. Without any, the node counts as healthy while it runs
/// @param standardPace of checks that have no pace of their own
/// @param checkersDir the directory of further types of checks; it need not exist
public record ChecksConfig(List<CheckSettings> settings, Pace standardPace, Path checkersDir) {

    public ChecksConfig {
        settings = List.copyOf(settings);
    }
}
