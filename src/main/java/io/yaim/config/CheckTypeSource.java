package io.yaim.config;

import io.yaim.check.CheckProviders;
import java.io.IOException;
import java.nio.file.Path;

/// Finds the types of checks, so that their options are known and mistakes are noticed. They are the built-in ones
/// and those in the folder that `checkers-dir` names. The folder need not exist.
@FunctionalInterface
public interface CheckTypeSource {

    CheckProviders find(Path checkersDir) throws IOException;
}
