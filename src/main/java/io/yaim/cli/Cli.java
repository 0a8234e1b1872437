package io.yaim.cli;

import io.yaim.cli.client.ApiErrorException;
import io.yaim.cli.client.NoAnswerException;
import io.yaim.daemon.CleanupOutput;
import io.yaim.daemon.CleanupRunner;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonRunner;
import io.yaim.daemon.UnavailableException;
import io.yaim.daemon.Version;
import io.yaim.loop.lease.DuplicateNameException;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The root command: `yaim`. It runs the daemon if no other command is named.
@Command(
        name = "yaim",
        description = "Shares a pool of virtual IP addresses fairly among healthy nodes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Cli implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    Cli() {}

    /// Runs the command that the arguments name. Returns its exit status.
    public static int run(String... args) {
        if (CleanupRunner.isRenamed(args)) {
            System.err.println("yaim guard is now called yaim cleanup");
        }
        Optional<ConfigOptions> cleanupOptions = CleanupRunner.parseOwnArguments(args);
        if (cleanupOptions.isPresent()) {
            return cleanUp(cleanupOptions.get());
        }
        boolean isDaemon = args.length > 0 && args[0].equals(RunCommand.NAME);
        return (isDaemon ? daemonCommandLine() : commandLine()).execute(withPresentName(args));
    }

    /// The old name is no alias for picocli, since help and completion are to show the present name only.
    private static String[] withPresentName(String... args) {
        if (args.length == 0 || !args[0].equals(CleanupRunner.OLD_COMMAND)) {
            return args;
        }
        String[] present = args.clone();
        present[0] = CleanupRunner.COMMAND;
        return present;
    }

    /// Returns all commands, in the order of the help.
    static CommandLine commandLine() {
        return withHandlers(new CommandLine(new Cli())
                .addSubcommand(new RunCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new IpsCommand())
                .addSubcommand(new NodesCommand())
                .addSubcommand(new PlanCommand())
                .addSubcommand(new EventsCommand())
                .addSubcommand(new AddCommand())
                .addSubcommand(new RemoveCommand())
                .addSubcommand(new MoveCommand())
                .addSubcommand(new FailoverCommand())
                .addSubcommand(new PinCommand())
                .addSubcommand(new UnpinCommand())
                .addSubcommand(new DrainCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new DropCommand())
                .addSubcommand(new CleanupCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new ManualCommand()));
    }

    /// Returns `run` only: each command costs time when the daemon starts, and the daemon does not need the others.
    static CommandLine daemonCommandLine() {
        return withHandlers(new CommandLine(new Cli()).addSubcommand(new RunCommand()));
    }

    private static CommandLine withHandlers(CommandLine root) {
        Map<String, String> meanings = ExitStatus.meanings();
        Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .map(command -> command.getCommandSpec().usageMessage())
                .forEach(help -> help.exitCodeListHeading("%nExit status:%n").exitCodeList(meanings));
        Cli cli = root.getCommand();
        return root.setExecutionStrategy(parsed -> {
                    ConfigDefaults.applyTo(parsed, cli.options);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExitCodeExceptionMapper(failure -> ExitStatus.FAILED.code)
                .setParameterExceptionHandler(Cli::printUsageError)
                .setExecutionExceptionHandler(Cli::printFailure);
    }

    /// Runs the cleanup without picocli, which would take a third of the time until the addresses are gone: no cache
    /// takes its old class files.
    private static int cleanUp(ConfigOptions options) {
        try (var output = new CleanupOutput()) {
            return cleanUp(options, output);
        }
    }

    private static int cleanUp(ConfigOptions options, Consumer<String> output) {
        try {
            new CleanupRunner(options, output).run();
            return ExitStatus.OK.code;
        } catch (ConfigException e) {
            output.accept(String.valueOf(e.getMessage()));
            return ExitStatus.CONFIG.code;
        } catch (IOException e) {
            output.accept(String.valueOf(e.getMessage()));
            return ExitStatus.FAILED.code;
        }
    }

    @Override
    public Integer call() throws Exception {
        new DaemonRunner(options).run();
        return ExitStatus.OK.code;
    }

    private static int printUsageError(CommandLine.ParameterException failure, String[] args) {
        var err = failure.getCommandLine().getErr();
        err.println("yaim: " + failure.getMessage());
        err.println("Try 'yaim --help'.");
        return ExitStatus.USAGE.code;
    }

    private static int printFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("yaim: " + message(failure));
        return switch (failure) {
            case AccessDeniedException _ -> ExitStatus.NO_PERMISSION.code;
            case ConfigException _ -> ExitStatus.CONFIG.code;
            case ApiErrorException refusal when refusal.isUnprocessable() -> ExitStatus.CONFIG.code;
            case NoAnswerException _, UnavailableException _, DuplicateNameException _ -> ExitStatus.UNAVAILABLE.code;
            case RuntimeException broken -> {
                broken.printStackTrace(command.getErr());
                yield ExitStatus.FAILED.code;
            }
            default -> ExitStatus.FAILED.code;
        };
    }

    /// Some exceptions of the JDK have only the name of the file as their message.
    private static String message(Exception failure) {
        return switch (failure) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
