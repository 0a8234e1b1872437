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
    private final StringBuilder page = new StringBuilder();

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
        macro("TH", name(command).toUpperCase(Locale.ROOT), "1", "", version, "yaim");
        List<String> sentences = List.of(command.usageMessage().description());
        macro("SH", "NAME");
        line(escaped(name(command)) + " \\- " + escaped(withoutStop(sentences.getFirst())));
        writeSynopsis();
        macro("SH", "DESCRIPTION");
        sentences.forEach(sentence -> line(escaped(sentence)));
        writeOptions();
        writeCommands();
        writeExitStatus();
        writeFiles();
        writeSeeAlso();
    }

    private void writeSynopsis() {
        macro("SH", "SYNOPSIS");
        String parameters = command.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? " [" + italic(parameter.paramLabel()) + "]"
                        : " " + italic(parameter.paramLabel()))
                .collect(Collectors.joining());
        String name = bold(command.qualifiedName(" "));
        line(name + " [" + italic("OPTION") + "]..." + parameters);
        if (!command.subcommands().isEmpty()) {
            macro("br");
            line(name + " " + italic("COMMAND") + " [" + italic("OPTION") + "]...");
        }
    }

    private void writeOptions() {
        macro("SH", "OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            macro("TP");
            line(italic(parameter.paramLabel()));
            describe(parameter.description());
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                macro("TP");
                line(names(option));
                describe(option.description());
            }
        }
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .sorted((one, other) -> Integer.compare(one.length(), other.length()))
                .map(ManualPage::bold)
                .collect(Collectors.joining(", "));
        if (option.arity().max() == 0) {
            return names;
        }
        String value = "=" + italic(option.paramLabel());
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
        macro("SH", "COMMANDS");
        for (CommandSpec known : commands) {
            macro("TP");
            line(bold(known.name()));
            describe(known.usageMessage().description()[0]);
        }
    }

    private void writeExitStatus() {
        Map<String, String> statuses = command.usageMessage().exitCodeList();
        if (statuses.isEmpty()) {
            return;
        }
        macro("SH", "EXIT STATUS");
        statuses.forEach((status, meaning) -> {
            macro("TP");
            line(bold(status));
            describe(meaning);
        });
    }

    private void writeFiles() {
        macro("SH", "FILES");
        macro("TP");
        line(italic("./yaim.yml") + ", " + italic("/etc/yaim/yaim.yml") + ", " + italic("/etc/yaim.yml"));
        describe("The configuration; the first file that exists is used.");
    }

    private void writeSeeAlso() {
        CommandSpec root = command.root();
        macro("SH", "SEE ALSO");
        line(ManualCommand.pages(root).stream()
                .filter(other -> !other.equals(command))
                .map(other -> bold(name(other)) + "(1)")
                .collect(Collectors.joining(",\n")));
    }

    private void describe(String... sentences) {
        for (String sentence : sentences) {
            line(escaped(sentence));
        }
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /// Escapes text for troff. Hyphens become minus signs, which can be copied into a shell. Requests and special
    /// characters are shown literally.
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (point < 0x7f) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append("\\[u%04X]".formatted(point));
                    }
                }
            }
        });
        return escaped.toString().startsWith(".") ? "\\&" + escaped : escaped.toString();
    }
}
