package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.daemon.Version;
import io.yaim.store.spi.StoreProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yaim man`: prints manual pages, made from the texts of the help. The build uses it to write them into the
/// distribution. People use man(1).
@Command(
        name = "man",
        description = "Prints the manual page of a command, or writes all pages into a folder.",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ManualCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            description = "The command, or yaim.yml for its file; if omitted, the page of yaim itself.")
    private @Nullable String command;

    @Option(
            names = "--directory",
            paramLabel = "FOLDER",
            description = "Writes all pages below this folder, as man1/NAME.1 and man5/NAME.5.")
    private @Nullable Path directory;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec own = Objects.requireNonNull(spec);
        Map<String, CommandLine> commands = own.root().subcommands();
        if (directory != null) {
            writeAll(own.root(), directory);
            return ExitStatus.OK.code;
        }
        if (ConfigManualPage.NAME.equals(command)) {
            return print(own, configPage());
        }
        CommandSpec chosen = own.root();
        if (command != null) {
            CommandLine known = commands.get(command);
            if (known == null) {
                throw new ParameterException(
                        own.commandLine(),
                        "unknown command " + command + ": there are " + String.join(", ", commands.keySet()));
            }
            chosen = known.getCommandSpec();
        }
        return print(own, ManualPage.of(chosen, version()));
    }

    private static int print(CommandSpec own, String page) {
        own.commandLine().getOut().print(page);
        own.commandLine().getOut().flush();
        return ExitStatus.OK.code;
    }

    private static void writeAll(CommandSpec root, Path folder) throws IOException {
        Path commands = Files.createDirectories(folder.resolve("man1"));
        for (CommandSpec page : pages(root)) {
            Files.writeString(commands.resolve(ManualPage.name(page) + ".1"), ManualPage.of(page, version()));
        }
        Path files = Files.createDirectories(folder.resolve("man5"));
        Files.writeString(files.resolve(ConfigManualPage.NAME + ".5"), configPage());
    }

    private static String configPage() {
        return ConfigManualPage.of(ConfigKeyTable.of(StoreProviders.installed(), CheckProviders.builtIn()), version());
    }

    /// Returns all commands that are not hidden.
    static List<CommandSpec> pages(CommandSpec root) {
        var pages = new ArrayList<>(List.of(root));
        root.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(page -> !page.usageMessage().hidden())
                .forEach(pages::add);
        return List.copyOf(pages);
    }

    private static String version() {
        return new Version().getVersion()[0];
    }
}
