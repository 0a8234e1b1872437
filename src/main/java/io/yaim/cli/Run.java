package io.yaim.cli;

/// Wires the daemon and runs it.
final class Run {

    private final ConfigOptions options;

    Run(ConfigOptions options) {
        this.options = options;
    }

    int call() {
        return options.overrides().size();
    }
}
