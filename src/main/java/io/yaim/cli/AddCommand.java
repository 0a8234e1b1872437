package io.yaim.cli;

import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.output.CliOutput;
import io.yaim.cli.show.EntryRows;
import io.yaim.daemon.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `yaim add`: adds entries to the pool.
@Command(
        name = "add",
        description = "Adds addresses to the pool, and waits until each has an owner.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class AddCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "IP",
            description = "Addresses, each with or without a prefix length: 192.0.2.7, 192.0.2.7/24.")
    private List<String> ips = List.of();

    @Option(names = "--interface", paramLabel = "NAME", description = "The interface to bind them on.")
    private @Nullable String interfaceName;

    @Option(names = "--label", paramLabel = "LABEL", description = "The label of the address (IPv4 only).")
    private @Nullable String label;

    @Option(names = "--group", paramLabel = "NAME", description = "Addresses of a group are always on the same node.")
    private @Nullable String group;

    @Option(names = "--prefer", split = ",", paramLabel = "NODE", description = "The preferred nodes, in this order.")
    private List<String> prefer = List.of();

    @Option(
            names = "--dcs-failure-mode",
            paramLabel = "MODE",
            description =
                    "What happens to these addresses while the store is unreachable, instead of the nodes' own setting.")
    private @Nullable String failureMode;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return api.change(wait, (adminClient, cliOutput) -> {
            List<Object> added = adminClient.add(ips, options());
            if (cliOutput.format() == CliOutput.Format.TABLE) {
                var entries = new ArrayList<ResponseFields>();
                for (Object entry : added) {
                    entries.add(ResponseFields.of(entry));
                }
                EntryRows.show(entries, cliOutput);
            } else {
                cliOutput.show(Map.of("entries", added));
            }
        });
    }

    private Map<String, Object> options() {
        var options = new LinkedHashMap<String, Object>();
        put(options, "interface", interfaceName);
        put(options, "label", label);
        put(options, "group", group);
        put(options, "dcs-failure-mode", failureMode);
        if (!prefer.isEmpty()) {
            options.put("prefer", prefer);
        }
        return options;
    }

    private static void put(Map<String, Object> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
