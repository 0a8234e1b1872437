package io.yaim.cli;

import io.yaim.cli.output.CliOutput;
import io.yaim.cli.output.OutputOptions;
import io.yaim.config.ExplainedConfig;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yaim config`: shows the effective configuration, and where each value comes from.
@Command(
        name = "config",
        description = {
            "Checks the configuration and prints the effective settings: each key, its value and its origin.",
            "With --output yaml it prints a configuration file with the same settings."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final OutputOptions outputOptions = new OutputOptions();

    @Option(names = "--check", description = "Prints nothing unless the configuration has errors.")
    private boolean isCheck;

    @Option(names = "--show-secrets", description = "Prints secrets instead of ***.")
    private boolean showsSecrets;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ExplainedConfig explainedConfig = DaemonConfiguration.explain(options);
        if (isCheck) {
            return ExitStatus.OK.code;
        }
        CliOutput cliOutput =
                outputOptions.open(Objects.requireNonNull(spec).commandLine().getOut());
        switch (cliOutput.format()) {
            case TABLE -> {
                cliOutput.show(rows(explainedConfig));
                List<String> warnings = explainedConfig.config().warnings();
                if (!warnings.isEmpty()) {
                    cliOutput.printForPeople("");
                    warnings.forEach(warning -> cliOutput.printForPeople("warning: " + warning));
                }
            }
            case JSON ->
                cliOutput.show(Map.of(
                        "settings",
                        rows(explainedConfig),
                        "warnings",
                        explainedConfig.config().warnings()));
            case YAML -> cliOutput.print(SettingsFile.of(explainedConfig, showsSecrets));
        }
        return ExitStatus.OK.code;
    }

    private List<Map<String, Object>> rows(ExplainedConfig explainedConfig) {
        return explainedConfig.settings().stream().map(this::row).toList();
    }

    private Map<String, Object> row(ExplainedConfig.Setting setting) {
        var row = new LinkedHashMap<String, Object>();
        row.put("key", setting.key());
        row.put("value", showsSecrets ? setting.secretValue() : setting.value());
        row.put("origin", setting.origin());
        return row;
    }
}
