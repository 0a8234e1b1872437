package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim reload`: the configuration, read again.
@Command(
        name = "reload",
        description = {
            "Has the daemon read its configuration again.",
            "A wrong one changes nothing; its mistakes are told, and the exit status is 78."
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
