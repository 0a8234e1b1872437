package io.yaim.check.shell;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import java.util.List;

/// The type `shell`: a command ends with status 0.
public final class ShellCheckProvider implements CheckProvider {

    private static final Option COMMAND = Option.required(
                    "command", Option.Kind.STRING, "a command for /bin/sh -c; exit status 0 passes")
            .withExample("pg_isready --quiet");

    @Override
    public String type() {
        return "shell";
    }

    @Override
    public List<Option> options() {
        return List.of(COMMAND);
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        return new ShellCheck(settings.required(COMMAND));
    }
}
