package io.yaim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of a command, in the macros of man(7), made from the texts of its help.
final class ManualPage {

    private final CommandSpec command;
    private final TroffWriter page = new TroffWriter();

    private ManualPage(CommandSpec command) {
        this.command = command;
    }

    /// @param version such as `yaim 1.0.0`
    static String of(CommandSpec command, String version) {
        var page = new ManualPage(command);
        page.write(version);
        return page.page.toString();
    }

    /// The name of the page, as man(1) finds it: `yaim-check`.
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private void write(String version) {
        page.macro("TH", name(command).toUpperCase(Locale.ROOT), "1", "", version, "yaim");
        List<String> sentences = List.of(command.usageMessage().description());
        page.macro("SH", "NAME");
        page.line(
                TroffWriter.escaped(name(command)) + " \\- " + TroffWriter.escaped(withoutStop(sentences.getFirst())));
        writeSynopsis();
        page.macro("SH", "DESCRIPTION");
        sentences.forEach(sentence -> page.line(TroffWriter.escaped(sentence)));
        writeOptions();
        writeCommands();
        writeExitStatus();
        writeFiles();
        writeSeeAlso();
    }

    private void writeSynopsis() {
        page.macro("SH", "SYNOPSIS");
        String parameters = command.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + TroffWriter.italic(parameter.paramLabel()) + "]"
                        : " " + TroffWriter.italic(parameter.paramLabel()))
                .collect(Collectors.joining());
        String name = TroffWriter.bold(command.qualifiedName(" "));
        page.line(name + " [" + TroffWriter.italic("OPTION") + "]..." + parameters);
        if (!command.subcommands().isEmpty()) {
            page.macro("br");
            page.line(name + " " + TroffWriter.italic("COMMAND") + " [" + TroffWriter.italic("OPTION") + "]...");
        }
    }

    private void writeOptions() {
        page.macro("SH", "OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.macro("TP");
            page.line(TroffWriter.italic(parameter.paramLabel()));
            page.describe(parameter.description());
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                page.macro("TP");
                page.line(names(option));
                page.describe(option.description());
            }
        }
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .sorted((one, other) -> Integer.compare(one.length(), other.length()))
                .map(TroffWriter::bold)
                .collect(Collectors.joining(", "));
        if (option.arity().max() == 0) {
            return names;
        }
        String value = "=" + TroffWriter.italic(option.paramLabel());
        return names + (option.arity().min() == 0 ? "[" + value + "]" : value);
    }

    private void writeCommands() {
        List<CommandSpec> commands = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(known -> !known.usageMessage().hidden())
                .toList();
        if (commands.isEmpty()) {
            return;
        }
        page.macro("SH", "COMMANDS");
        for (CommandSpec known : commands) {
            page.macro("TP");
            page.line(TroffWriter.bold(known.name()));
            page.describe(known.usageMessage().description()[0]);
        }
    }

    private void writeExitStatus() {
        Map<String, String> statuses = command.usageMessage().exitCodeList();
        if (statuses.isEmpty()) {
            return;
        }
        page.macro("SH", "EXIT STATUS");
        statuses.forEach((status, meaning) -> {
            page.macro("TP");
            page.line(TroffWriter.bold(status));
            page.describe(meaning);
        });
    }

    private void writeFiles() {
        page.macro("SH", "FILES");
        page.macro("TP");
        page.line(TroffWriter.italic("./yaim.yml") + ", " + TroffWriter.italic("/etc/yaim/yaim.yml") + ", "
                + TroffWriter.italic("/etc/yaim.yml"));
        page.describe("The configuration; the first file that exists is used.");
    }

    private void writeSeeAlso() {
        CommandSpec root = command.root();
        page.macro("SH", "SEE ALSO");
        page.line(ManualCommand.pages(root).stream()
                .filter(other -> !other.equals(command))
                .map(other -> TroffWriter.bold(name(other)) + "(1)")
                .collect(Collectors.joining(",\n", "", ",\n" + TroffWriter.bold(ConfigManualPage.NAME) + "(5)")));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
