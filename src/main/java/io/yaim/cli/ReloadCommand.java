package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim reload`: lets the daemon read its configuration again.
@Command(
        name = "reload",
        description = {
            "Lets the daemon read its configuration again.",
            "If it has errors, nothing changes, they are printed, and the exit status is 78."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Override
    public Integer call() throws Exception {
        return api.change((adminClient, cliOutput) -> ResultOutput.showReload(adminClient.reload(), cliOutput));
    }
}
