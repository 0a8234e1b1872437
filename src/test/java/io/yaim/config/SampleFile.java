package io.yaim.config;

import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.keys.NodeKeys;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import java.util.ArrayList;
import java.util.List;

/// Generates `yaim.yml` in the root of the repository from the declarations of the keys.
final class SampleFile {

    private static final int WIDTH = 118;

    private static final String HEADER = """
            # The configuration of a yaim node. yaim reads ./yaim.yml, /etc/yaim/yaim.yml or /etc/yaim.yml, or the file that
            # --config or YAIM_CONFIG names.
            #
            # Every key is here. A line that is commented out shows the default, or an example if there is no default.
            # Dashes may be written as underscores. Each key may also come from the environment (YAIM_LOG_LEVEL for log-level)
            # or from a flag (--set log-level=debug). A flag overrides the environment, which overrides this file.
            # Bare numbers are milliseconds; 300ms, 5s and 1m are understood as well. See docs/configuration.md.
            """;

    private final StringBuilder text = new StringBuilder(HEADER);

    private SampleFile() {}

    static String of(ConfigKeyTable table) {
        var file = new SampleFile();
        table.sections().forEach(file::write);
        return file.text.toString();
    }

    private void write(KeyGroup group) {
        String start = "\n# --- " + group.title() + " ";
        text.append(start).append("-".repeat(WIDTH + 1 - start.length())).append('\n');
        if (!group.intro().isEmpty()) {
            text.append('\n');
            comment(group.intro());
        }
        boolean areOptions = group.title().equals(ConfigKeyTable.OPTIONS_TITLE);
        String last = "";
        for (ConfigKey<?> configKey : group.keys()) {
            String type = configKey.name().replaceFirst("-.*", "");
            if (!areOptions || !type.equals(last)) {
                text.append('\n');
            }
            last = type;
            comment(configKey.sentence());
            setting(configKey);
        }
    }

    private void setting(ConfigKey<?> configKey) {
        List<String> value = configKey.example().lines().toList();
        String mark = configKey.equals(NodeKeys.INTERFACE) ? "" : "#";
        text.append(mark).append(configKey.name()).append(':');
        if (value.size() <= 1) {
            text.append(' ').append(configKey.example()).append('\n');
            return;
        }
        text.append('\n');
        value.stream()
                .skip(1)
                .forEach(line -> text.append(mark).append("  ").append(line).append('\n'));
    }

    private void comment(String prose) {
        var lines = new ArrayList<StringBuilder>();
        for (String word : List.of(prose.replace("`", "").split(" ", -1))) {
            if (lines.isEmpty() || lines.getLast().length() + 1 + word.length() > WIDTH) {
                lines.add(new StringBuilder("#"));
            }
            lines.getLast().append(' ').append(word);
        }
        lines.forEach(line -> text.append(line).append('\n'));
    }
}
