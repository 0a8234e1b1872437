package io.yaim.cli;

import io.yaim.daemon.Version;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yaim completion`: prints a script with which a shell completes commands and options.
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options: source <(yaim completion bash).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CompletionCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "bash (the default) or zsh: the same script works in both.")
    private String shell = "bash";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec own = Objects.requireNonNull(spec);
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new ParameterException(own.commandLine(), "expected bash or zsh, found " + shell);
        }
        own.commandLine().getOut().print(AutoComplete.bash("yaim", own.root().commandLine()));
        own.commandLine().getOut().flush();
        return ExitStatus.OK.code;
    }
}
