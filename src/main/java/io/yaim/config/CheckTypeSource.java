package io.yaim.config;

import io.yaim.check.CheckProviders;
import java.io.IOException;
import java.nio.file.Path;

/// Finds the types of checks, so that their options can be told from mistakes: the built-in ones, and what
/// lies in the folder that `checkers-dir` names, which need not exist.
@FunctionalInterface
public interface CheckTypeSource {

    CheckProviders find(Path checkersDir) throws IOException;
}
