package io.yaim.cli;

import io.yaim.config.ConfigLoader;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The manual page yaim.yml(5), made from the declarations of the keys.
public final class ConfigManualPage {

    static final String NAME = "yaim.yml";

    private final TroffWriter page = new TroffWriter();

    private ConfigManualPage() {}

    /// The page in the macros of man(7).
    ///
    /// @param version such as `yaim 1.0.0`
    public static String of(ConfigKeyTable table, String version) {
        var manualPage = new ConfigManualPage();
        manualPage.write(table, version);
        return manualPage.page.toString();
    }

    private void write(ConfigKeyTable table, String version) {
        page.macro("TH", NAME, "5", "", version, "yaim");
        page.macro("SH", "NAME");
        page.line(TroffWriter.escaped(NAME) + " \\- the configuration of a yaim node");
        page.macro("SH", "SYNOPSIS");
        page.line(ConfigLoader.PLACES.stream()
                .map(Path::toString)
                .map(TroffWriter::italic)
                .collect(Collectors.joining(", ")));
        page.macro("SH", "DESCRIPTION");
        page.describe(
                "The first of these files that exists is read, unless --config or YAIM_CONFIG names another.",
                "It is YAML: a key, a colon and a value on a line.",
                "Dashes may be written as underscores.",
                "Each key may also come from the environment (YAIM_LOG_LEVEL for log-level) or from a flag"
                        + " (--set log-level=debug).",
                "A flag overrides the environment, which overrides the file.",
                "Bare numbers are milliseconds; 300ms, 5s, 1m and 1h are understood as well.");
        table.sections().forEach(this::write);
        page.macro("SH", "SEE ALSO");
        page.line(TroffWriter.bold("yaim") + "(1),");
        page.line(TroffWriter.bold("yaim-config") + "(1),");
        page.line(TroffWriter.bold("yaim-check") + "(1)");
    }

    private void write(KeyGroup group) {
        page.macro("SH", group.title());
        if (!group.intro().isEmpty()) {
            page.describe(group.intro());
        }
        group.keys().forEach(this::write);
    }

    private void write(ConfigKey<?> configKey) {
        page.macro("TP");
        page.line(TroffWriter.bold(configKey.name()));
        page.describe(configKey.sentence().replace("`", ""));
        page.describe("Expected: " + configKey.type().expected() + ".");
        configKey.standard().ifPresent(standard -> page.describe("Default: " + standard + "."));
        if (!configKey.aliases().isEmpty()) {
            page.describe("Also spelt " + String.join(", ", configKey.aliases()) + ".");
        }
        page.describe(
                switch (configKey.reloadEffect()) {
                    case AT_ONCE -> "A reload applies it.";
                    case IF_IT_FITS -> "A reload applies it, if it fits the values that wait for the next start.";
                    case NEXT_START -> "It takes effect at the next start.";
                });
    }
}
