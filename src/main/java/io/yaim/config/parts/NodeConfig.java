package io.yaim.config.parts;

import io.yaim.model.NodeName;
import io.yaim.model.ProbationSettings;
import java.nio.file.Path;

/// The node itself.
///
/// @param stateDir the directory of its lock and its record
public record NodeConfig(
        NodeName name, int weight, Path stateDir, ShutdownConfig shutdown, ProbationSettings probation) {}
