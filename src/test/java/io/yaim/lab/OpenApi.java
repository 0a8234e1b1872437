package io.yaim.lab;

import io.yaim.json.StrictYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A description in OpenAPI 3.1, and the check of answers against it. It knows those words of JSON Schema that our
/// description uses.
public final class OpenApi {

    private final Map<?, ?> root;

    private OpenApi(Map<?, ?> root) {
        this.root = root;
    }

    public static OpenApi parse(String yaml) {
        return new OpenApi((Map<?, ?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    /// `GET /v1/nodes/{}`, and so on.
    public List<String> operations() {
        var operations = new TreeSet<String>();
        map(root.get("paths"))
                .forEach((path, methods) -> map(methods).keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .map(method -> method.toString().toUpperCase(java.util.Locale.ROOT) + " "
                                + path.toString().replaceAll("\\{[a-z]+}", "{}"))
                        .forEach(operations::add));
        return List.copyOf(operations);
    }

    /// Where an answer differs from the description.
    public List<String> violations(String method, String target, int status, String body) {
        var complaints = new ArrayList<String>();
        Map<?, ?> operation = operation(method, target.replaceAll("\\?.*", ""));
        if (operation.isEmpty()) {
            return List.of(method + " " + target + " is not described");
        }
        Object response = map(operation.get("responses")).get(String.valueOf(status));
        if (response == null) {
            return List.of("status " + status + " is not described");
        }
        Object content = resolved(response).get("content");
        if (content == null) {
            return body.isEmpty() ? List.of() : List.of("expected no body");
        }
        Object value = StrictYaml.parse(body, 1 << 22, 16).orElse(Map.of());
        check(map(map(map(content).get("application/json")).get("schema")), value, "body", complaints);
        return complaints;
    }

    private Map<?, ?> operation(String method, String target) {
        for (var path : map(root.get("paths")).entrySet()) {
            String pattern = path.getKey().toString().replaceAll("\\{[a-z]+}", "[^/]+");
            Object operation = map(path.getValue()).get(method.toLowerCase(java.util.Locale.ROOT));
            if (target.matches(pattern) && operation != null) {
                return map(operation);
            }
        }
        return Map.of();
    }

    private void check(Map<?, ?> given, @Nullable Object value, String where, List<String> complaints) {
        Map<?, ?> schema = resolved(given);
        if (schema.get("type") != null && !types(schema).contains(type(value))) {
            complaints.add(where + ": expected " + types(schema) + ", found " + type(value));
            return;
        }
        if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
            complaints.add(where + ": expected one of " + words + ", found " + value);
        }
        if (schema.get("pattern") instanceof String pattern
                && !String.valueOf(value).matches(pattern)) {
            complaints.add(where + ": expected " + pattern + ", found " + value);
        }
        if (value instanceof List<?> items && schema.get("items") != null) {
            for (int i = 0; i < items.size(); i++) {
                check(map(schema.get("items")), items.get(i), where + "[" + i + "]", complaints);
            }
        }
        if (value instanceof Map<?, ?> object) {
            checkObject(schema, object, where, complaints);
        }
    }

    private void checkObject(Map<?, ?> schema, Map<?, ?> object, String where, List<String> complaints) {
        if (schema.get("required") instanceof List<?> names) {
            names.stream()
                    .filter(name -> !object.containsKey(name))
                    .forEach(name -> complaints.add(where + ": " + name + " is missing"));
        }
        Map<?, ?> properties = schema.get("properties") == null ? Map.of() : map(schema.get("properties"));
        object.forEach((name, field) -> {
            Object others = schema.get("additionalProperties");
            if (properties.get(name) != null) {
                check(map(properties.get(name)), field, where + "." + name, complaints);
            } else if (Boolean.FALSE.equals(others)) {
                complaints.add(where + ": " + name + " is not described");
            } else if (others instanceof Map<?, ?> each) {
                check(each, field, where + "." + name, complaints);
            }
        });
    }

    private static List<String> types(Map<?, ?> schema) {
        return schema.get("type") instanceof List<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.toList())
                : List.of(String.valueOf(schema.get("type")));
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "object";
            case List<?> _ -> "array";
            case Boolean _ -> "boolean";
            case Integer _, Long _ -> "integer";
            default -> "string";
        };
    }

    private Map<?, ?> resolved(@Nullable Object schema) {
        Object reference = map(schema).get("$ref");
        if (reference == null) {
            return map(schema);
        }
        @Nullable Object at = root;
        for (String step : reference.toString().substring(2).split("/", -1)) {
            at = map(at).get(step);
        }
        return map(at);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value, "a part of the description is missing");
    }
}
