package io.yaim.cli;

import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.show.EventLines;
import io.yaim.daemon.Version;
import io.yaim.status.TimelineEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `yaim events`: shows recent events.
@Command(
        name = "events",
        description = "Shows the last events that the daemon remembers, up to 1000.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class EventsCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Then go on, and show each new event.")
    private boolean follows;

    @Option(
            names = "--kind",
            split = ",",
            paramLabel = "KIND",
            description = "Show only these kinds, such as owner,conflict; an unknown kind lists all.")
    private List<String> kinds = List.of();

    @Override
    public Integer call() throws Exception {
        var lines = new EventLines(kinds());
        return api.show((asked, cliOutput) -> {
            if (follows) {
                lines.follow(asked, cliOutput);
                throw new NoAnswerException("the daemon has ended");
            }
            lines.show(asked, cliOutput);
            return true;
        });
    }

    private Set<String> kinds() {
        Set<String> known = Arrays.stream(TimelineEvent.Kind.values())
                .map(TimelineEvent.Kind::word)
                .collect(Collectors.toSet());
        var unknown = new HashSet<>(kinds);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    api.command().commandLine(), "--kind: expected some of " + known + ", found " + unknown);
        }
        return Set.copyOf(kinds);
    }
}
