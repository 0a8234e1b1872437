package io.yaim.cli;

import io.yaim.config.ConfigException;
import io.yaim.loop.NamesakeException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The root command: `yaim`, which runs the daemon when no other command is named.
@Command(
        name = "yaim",
        description = "Shares a pool of virtual IP addresses fairly among healthy nodes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {RunCommand.class, DropCommand.class, GuardCommand.class})
public final class Cli implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    Cli() {}

    /// Runs the command that the arguments name, and returns its exit status.
    public static int run(String... args) {
        Optional<ConfigOptions> hurried = Clearing.hurried(args);
        if (hurried.isPresent()) {
            return guard(hurried.get());
        }
        return new CommandLine(new Cli())
                .setExitCodeExceptionMapper(failure -> ExitStatus.FAILED.code)
                .setParameterExceptionHandler(Cli::tellUsage)
                .setExecutionExceptionHandler(Cli::tellFailure)
                .execute(args);
    }

    /// picocli takes a third of the time until the addresses are gone, since no cache takes its old class
    /// files.
    private static int guard(ConfigOptions options) {
        try {
            new Clearing(options, Cli::tellOfGuard).run();
            return ExitStatus.OK.code;
        } catch (ConfigException e) {
            tellOfGuard(String.valueOf(e.getMessage()));
            return ExitStatus.CONFIG.code;
        } catch (IOException e) {
            tellOfGuard(String.valueOf(e.getMessage()));
            return ExitStatus.FAILED.code;
        }
    }

    static void tellOfGuard(String line) {
        System.err.println("yaim guard: " + line);
    }

    @Override
    public Integer call() throws Exception {
        return new Run(options).call();
    }

    private static int tellUsage(CommandLine.ParameterException failure, String[] args) {
        var err = failure.getCommandLine().getErr();
        err.println("yaim: " + failure.getMessage());
        err.println("Try 'yaim --help'.");
        return ExitStatus.USAGE.code;
    }

    private static int tellFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("yaim: " + failure.getMessage());
        return switch (failure) {
            case ConfigException _ -> ExitStatus.CONFIG.code;
            case UnavailableException _, NamesakeException _ -> ExitStatus.UNAVAILABLE.code;
            case RuntimeException broken -> {
                broken.printStackTrace(command.getErr());
                yield ExitStatus.FAILED.code;
            }
            default -> ExitStatus.FAILED.code;
        };
    }
}
