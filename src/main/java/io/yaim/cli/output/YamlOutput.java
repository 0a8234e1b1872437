package io.yaim.cli.output;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes plain values as YAML: maps, collections, [Optional], booleans, numbers, and text for any other object.
public final class YamlOutput {

    private static final int LONGEST_LINE = 200;

    private YamlOutput() {}

    /// Ends with a newline. If it is parsed, the result is the value again, with text for other objects.
    public static String of(Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(LONGEST_LINE);
        // readers may refuse aliases, as yaim itself does
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(plain(value));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, field) -> fields.put(String.valueOf(key), plain(field)));
                yield fields;
            }
            case Collection<?> items -> items.stream().map(YamlOutput::plain).toList();
            case Boolean bool -> bool;
            case Number number -> number;
            default -> value.toString();
        };
    }
}
