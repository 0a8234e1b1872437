package io.yaim.cli;

import io.yaim.cli.line.Talk;
import io.yaim.cli.order.Orders;
import io.yaim.cli.order.Waiting;
import io.yaim.cli.output.Output;
import io.yaim.cli.output.OutputOptions;
import io.yaim.cli.output.Watch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What every command has that talks to the API: whom it asks, and how it shows the answer.
final class TalkOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    @Mixin
    private final LineOptions line = new LineOptions();

    @Mixin
    private final OutputOptions outputOptions = new OutputOptions();

    /// Shows something of what the API tells; returns whether the answer is yes.
    interface Showing {
        boolean show(Talk talk, Output output) throws Exception;
    }

    /// Orders something, and shows what came of it.
    interface Ordering {
        void order(Orders orders, Output output) throws Exception;
    }

    /// Shows it once.
    int show(Showing showing) throws Exception {
        return show(Optional.empty(), showing);
    }

    /// Shows it again and again; once for an empty period.
    int show(Optional<Duration> period, Showing showing) throws Exception {
        try (var talk = new Talk(line.open(err()))) {
            return Watch.of(output())
                    .run(
                            period,
                            ExitStatus.UNAVAILABLE.code,
                            picture -> showing.show(talk, picture) ? ExitStatus.OK.code : ExitStatus.FAILED.code);
        }
    }

    /// Orders something that has happened when it is answered.
    int order(Ordering ordering) throws Exception {
        return order(Waiting.none(), ordering);
    }

    int order(WaitOptions wait, Ordering ordering) throws Exception {
        return order(wait.waiting(err()), ordering);
    }

    private int order(Waiting waiting, Ordering ordering) throws Exception {
        try (var talk = new Talk(line.open(err()))) {
            ordering.order(new Orders(talk, waiting), output());
            return ExitStatus.OK.code;
        }
    }

    CommandSpec command() {
        return Objects.requireNonNull(mixee);
    }

    PrintWriter err() {
        return command().commandLine().getErr();
    }

    private Output output() {
        return outputOptions.on(command().commandLine().getOut());
    }
}
