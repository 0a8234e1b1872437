package io.yaim.cli;

import io.yaim.daemon.ConfigOptions;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Makes the options that stand before a command count for it: `yaim -c FILE drain` is `yaim drain -c FILE`.
final class ConfigDefaults {

    private ConfigDefaults() {}

    /// @throws ParameterException the command uses no configuration, and so cannot do what the options ask
    static void applyTo(ParseResult parsed, ConfigOptions general) {
        if (!parsed.hasSubcommand() || general.isEmpty()) {
            return;
        }
        CommandSpec command = parsed.subcommand().commandSpec();
        var users = mixins(command).toList();
        if (users.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s uses no configuration: remove the options before it".formatted(command.name()));
        }
        for (Object user : users) {
            switch (user) {
                case ConfigOptions own -> own.addDefaults(general);
                case ApiClientOptions own -> own.addDefaults(general);
                default -> throw new IllegalStateException("filtered before: " + user);
            }
        }
    }

    /// Those that use a configuration, also within others.
    private static Stream<Object> mixins(CommandSpec command) {
        return command.mixins().values().stream().flatMap(mixin -> {
            Object options = mixin.userObject();
            return options instanceof ConfigOptions || options instanceof ApiClientOptions
                    ? Stream.of(options)
                    : mixins(mixin);
        });
    }
}
