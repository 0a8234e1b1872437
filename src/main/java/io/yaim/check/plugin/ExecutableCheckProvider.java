package io.yaim.check.plugin;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.json.Json;
import io.yaim.process.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A type of check that is an executable file. It accepts any option, because only the file knows its options.
final class ExecutableCheckProvider implements CheckProvider {

    private final Path file;

    ExecutableCheckProvider(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public String type() {
        return file.getFileName().toString();
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public boolean takesAnyOption() {
        return true;
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        try {
            return new ExecutableCheck(new Command(List.of(file.toString()), environment(settings), input(settings)));
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException("options", String.valueOf(e.getMessage()), "fewer or shorter options");
        }
    }

    private static Map<String, String> environment(CheckSettings settings) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("YAIM_CHECK_NAME", settings.name());
        environment.put(
                "YAIM_CHECK_TIMEOUT_MS", Long.toString(settings.pace().timeout().toMillis()));
        settings.options().forEach((key, value) -> environment.put(variable(key), text(value)));
        return environment;
    }

    private static String variable(String key) {
        return "YAIM_OPTION_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /// Scalars as they are. Lists and maps as JSON.
    private static String text(Object value) {
        String text = value instanceof String string ? string : Json.of(value);
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a NUL character, which an environment variable cannot contain");
        }
        return text;
    }

    private static String input(CheckSettings settings) {
        return Json.of(new TreeMap<>(Map.of(
                        "name", settings.name(),
                        "type", settings.type(),
                        "timeout_ms", settings.pace().timeout().toMillis(),
                        "options", new TreeMap<>(settings.options()))))
                + "\n";
    }
}
