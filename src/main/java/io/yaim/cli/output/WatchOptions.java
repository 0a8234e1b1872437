package io.yaim.cli.output;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The option to show something repeatedly.
public final class WatchOptions {

    private static final int LONGEST_SECONDS = 3600;
    private static final String STANDARD_SECONDS = "2";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    private Optional<Duration> period = Optional.empty();

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = STANDARD_SECONDS,
            preprocessor = AfterEqualsSign.class,
            paramLabel = "SECONDS",
            description = "Show it every SECONDS seconds (default 2) until interrupted.")
    void watch(int seconds) {
        if (mixee != null && (seconds < 1 || seconds > LONGEST_SECONDS)) {
            throw new ParameterException(
                    mixee.commandLine(), "--watch: expected 1 to " + LONGEST_SECONDS + " seconds, found " + seconds);
        }
        period = Optional.of(Duration.ofSeconds(seconds));
    }

    /// Returns the pause between two outputs; empty: it is shown once.
    public Optional<Duration> period() {
        return period;
    }

    /// A following word without an equals sign is not a value of this option.
    static final class AfterEqualsSign implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
            if (" ".equals(details.get("separator"))) {
                arguments.push(STANDARD_SECONDS);
            }
            return false;
        }
    }
}
