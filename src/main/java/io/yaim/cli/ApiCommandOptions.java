package io.yaim.cli;

import io.yaim.cli.admin.AdminClient;
import io.yaim.cli.admin.CompletionWaiter;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import io.yaim.cli.output.OutputOptions;
import io.yaim.cli.output.RepeatedOutput;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The options of every command that uses the API: which API, and the form of the output.
final class ApiCommandOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    @Mixin
    private final ApiClientOptions clientOptions = new ApiClientOptions();

    @Mixin
    private final OutputOptions outputOptions = new OutputOptions();

    /// Shows something that the API reports. Returns whether the answer is yes.
    interface ShowAction {
        boolean show(TypedClient typedClient, CliOutput cliOutput) throws Exception;
    }

    /// Sends an operator request, and shows its result.
    interface ChangeAction {
        void change(AdminClient adminClient, CliOutput cliOutput) throws Exception;
    }

    /// Shows it once.
    int show(ShowAction showAction) throws Exception {
        return show(Optional.empty(), showAction);
    }

    /// Shows it repeatedly; once for an empty period.
    int show(Optional<Duration> period, ShowAction showAction) throws Exception {
        try (var typedClient = new TypedClient(clientOptions.open(err()))) {
            return RepeatedOutput.of(cliOutput())
                    .run(
                            period,
                            ExitStatus.UNAVAILABLE.code,
                            output ->
                                    showAction.show(typedClient, output) ? ExitStatus.OK.code : ExitStatus.FAILED.code);
        }
    }

    /// Sends an operator request that has taken effect when it is answered.
    int change(ChangeAction changeAction) throws Exception {
        return change(CompletionWaiter.none(), changeAction);
    }

    int change(WaitOptions wait, ChangeAction changeAction) throws Exception {
        return change(wait.completionWaiter(err()), changeAction);
    }

    private int change(CompletionWaiter completionWaiter, ChangeAction changeAction) throws Exception {
        try (var typedClient = new TypedClient(clientOptions.open(err()))) {
            changeAction.change(new AdminClient(typedClient, completionWaiter), cliOutput());
            return ExitStatus.OK.code;
        }
    }

    CommandSpec command() {
        return Objects.requireNonNull(mixee);
    }

    PrintWriter err() {
        return command().commandLine().getErr();
    }

    private CliOutput cliOutput() {
        return outputOptions.open(command().commandLine().getOut());
    }
}
