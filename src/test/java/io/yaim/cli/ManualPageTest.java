package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Help, completion and manual are made from the descriptions of the commands.
class ManualPageTest {

    private static final CommandLine ROOT = Cli.commandLine();

    @Test
    void everyCommandAndOptionHasADescriptionThatEndsLikeASentence() {
        everyCommand().forEach(command -> {
            assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
            assertThat(Stream.of(command.usageMessage().description()))
                    .as(command.name())
                    .allMatch(sentence -> sentence.endsWith(".") && !sentence.contains("%"));
            command.args()
                    .forEach(argument -> assertThat(argument.description())
                            .as("%s %s", command.name(), argument.paramLabel())
                            .isNotEmpty()
                            .allMatch(sentence -> sentence.endsWith(".") && !sentence.contains("%")));
        });
    }

    @Test
    void pageNamesEveryOptionAndStatus() {
        everyCommand().forEach(command -> {
            String page = ManualPage.of(command, "yaim 1");
            command.options()
                    .forEach(option -> Stream.of(option.names())
                            .forEach(name -> assertThat(page).contains("\\fB" + name.replace("-", "\\-") + "\\fR")));
            ExitStatus.meanings().keySet().forEach(status -> assertThat(page).contains("\n\\fB" + status + "\\fR\n"));
        });
    }

    @Test
    void pageOfTheRootNamesEveryCommandThatPeopleAreToKnow() {
        String page = ManualPage.of(ROOT.getCommandSpec(), "yaim 1");
        assertThat(page)
                .startsWith(".TH \"YAIM\" \"1\" \"\" \"yaim 1\" \"yaim\"\n")
                .contains("\\fByaim\\-check\\fR(1)", "\\fByaim.yml\\fR(5)");
        ROOT.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .forEach(command -> assertThat(page).contains("\n\\fB" + command.name() + "\\fR\n"));
        assertThat(page).doesNotContain("yaim\\-man");
    }

    @Test
    void noTextIsTakenForARequest() {
        CommandSpec command = CommandSpec.create().name("x");
        command.usageMessage().description(".so /etc/passwd", "'a' \\n -b.");
        assertThat(ManualPage.of(command, "x 1").lines()).contains("\\&.so /etc/passwd", "\\(aqa\\(aq \\en \\-b.");
    }

    @Test
    void theDaemonKnowsRunAlone() {
        assertThat(Cli.daemonCommandLine().getSubcommands()).containsOnlyKeys("run");
    }

    private static List<CommandSpec> everyCommand() {
        return Stream.concat(Stream.of(ROOT), ROOT.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .toList();
    }
}
