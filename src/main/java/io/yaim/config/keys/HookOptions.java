package io.yaim.config.keys;

import io.yaim.hook.HookEventKind;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.RawValue;
import io.yaim.setting.ReloadEffect;
import io.yaim.setting.Secret;
import io.yaim.setting.ValueType;
import io.yaim.setting.ValueTypes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The options of one entry of `hooks`.
public final class HookOptions {

    private static final int MOST_HEADERS = 32;

    /// RFC 9110, section 5.6.2.
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,4096}");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    public static final ConfigKey<String> NAME = option(
            "name",
            new ValueType<>(
                    ValueTypes.nodeName().expected(),
                    rawValue -> ValueTypes.nodeName().parser().apply(rawValue).map(Object::toString)));
    public static final ConfigKey<Set<HookEventKind>> ON = option("on", kinds());
    public static final ConfigKey<List<String>> COMMAND = option("command", command());
    public static final ConfigKey<URI> URL = hidden("url", url());
    public static final ConfigKey<Map<String, Secret>> HEADERS = hidden("headers", headers());
    public static final ConfigKey<Secret> SECRET = hidden("secret", ValueTypes.secret());
    public static final ConfigKey<Path> SECRET_FILE = option("secret-file", ValueTypes.path());
    public static final ConfigKey<String> RESOURCE_ID = option(
            "resource-id",
            ValueType.of(
                    "1 to 255 printable characters",
                    text -> Optional.of(text)
                            .filter(id -> id.length() <= 255
                                    && !id.isEmpty()
                                    && HEADER_VALUE.matcher(id).matches())));
    public static final ConfigKey<Duration> TIMEOUT =
            standard("timeout", ValueTypes.time(Duration.ofMillis(100), MINUTE), "5000");
    public static final ConfigKey<Integer> RETRIES = standard("retries", ValueTypes.number(0, 100), "3");
    public static final ConfigKey<Duration> BACKOFF =
            standard("backoff", ValueTypes.time(Duration.ofMillis(10), MINUTE), "1000");
    public static final ConfigKey<Duration> BACKOFF_MAX =
            standard("backoff-max", ValueTypes.time(Duration.ofMillis(10), HOUR), "10m");
    public static final ConfigKey<Boolean> ENSURE = standard("ensure", trueOrFalse(), "false");
    public static final ConfigKey<Duration> REFRESH =
            standard("refresh", ValueTypes.time(Duration.ZERO, HOUR.multipliedBy(24)), "5m");

    /// The options that only a webhook has.
    public static final List<ConfigKey<?>> OF_WEBHOOKS = List.of(HEADERS, SECRET, SECRET_FILE, RESOURCE_ID);

    public static final List<ConfigKey<?>> ALL = Stream.of(
                    Stream.of(NAME, ON, COMMAND, URL),
                    OF_WEBHOOKS.stream(),
                    Stream.of(TIMEOUT, RETRIES, BACKOFF, BACKOFF_MAX, ENSURE, REFRESH))
            .<ConfigKey<?>>flatMap(keys -> keys)
            .toList();

    private HookOptions() {}

    private static <T> ConfigKey<T> option(String name, ValueType<T> valueType) {
        return ConfigKey.optional(name, valueType, "", ReloadEffect.NEXT_START, "");
    }

    private static <T> ConfigKey<T> standard(String name, ValueType<T> valueType, String standard) {
        return ConfigKey.standard(name, valueType, standard, ReloadEffect.NEXT_START, "");
    }

    /// A key whose value no message shows.
    private static <T> ConfigKey<T> hidden(String name, ValueType<T> valueType) {
        return new ConfigKey<>(name, List.of(), valueType, Optional.empty(), "", ReloadEffect.NEXT_START, true, "");
    }

    private static ValueType<Set<HookEventKind>> kinds() {
        String expected = "one or several of "
                + String.join(
                        ", ",
                        Stream.of(HookEventKind.values())
                                .map(HookEventKind::word)
                                .toList());
        return ValueType.ofList(expected, text -> {
            Set<HookEventKind> kinds = EnumSet.noneOf(HookEventKind.class);
            for (String word : text.split(",", HookEventKind.values().length + 1)) {
                Optional<HookEventKind> kind = HookEventKind.of(word.strip());
                if (kind.isEmpty()) {
                    return Optional.empty();
                }
                kinds.add(kind.get());
            }
            return Optional.of(kinds);
        });
    }

    /// One text is a line for the shell.
    private static ValueType<List<String>> command() {
        ValueType<String> text = ValueTypes.text();
        return new ValueType<>(
                "a program with its arguments as a list, or one line for /bin/sh", rawValue -> switch (rawValue) {
                    case RawValue.RawText line ->
                        text.parser().apply(line).map(shell -> List.of("/bin/sh", "-c", shell));
                    case RawValue.RawList several -> {
                        List<String> parts = several.items().stream()
                                .flatMap(part -> text.parser().apply(part).stream())
                                .toList();
                        boolean isWhole = parts.size() == several.items().size() && !parts.isEmpty();
                        yield Optional.of(parts)
                                .filter(list -> isWhole && !list.getFirst().isEmpty());
                    }
                    case RawValue.RawMap _ -> Optional.empty();
                });
    }

    private static ValueType<URI> url() {
        return ValueType.of(
                "an http or https URL",
                text -> ValueTypes.parseOrEmpty(URI::create, text.strip())
                        .filter(uri -> uri.getHost() != null
                                && ("http".equalsIgnoreCase(uri.getScheme())
                                        || "https".equalsIgnoreCase(uri.getScheme()))));
    }

    private static ValueType<Map<String, Secret>> headers() {
        return new ValueType<>(
                "a map of at most " + MOST_HEADERS + " names and values in printable ASCII", rawValue -> {
                    var headers = new LinkedHashMap<String, Secret>();
                    if (!(rawValue instanceof RawValue.RawMap map)
                            || map.fields().size() > MOST_HEADERS) {
                        return Optional.empty();
                    }
                    for (Map.Entry<String, RawValue> field : map.fields().entrySet()) {
                        if (!HEADER_NAME.matcher(field.getKey()).matches()
                                || !(field.getValue() instanceof RawValue.RawText rawText)
                                || !HEADER_VALUE.matcher(rawText.value()).matches()) {
                            return Optional.empty();
                        }
                        headers.put(field.getKey(), new Secret(rawText.value()));
                    }
                    return Optional.of(headers);
                });
    }

    private static ValueType<Boolean> trueOrFalse() {
        ValueType<String> word = ValueTypes.word("true", "false", "on", "off");
        return new ValueType<>(
                "true or false",
                rawValue -> word.parser().apply(rawValue).map(value -> value.equals("true") || value.equals("on")));
    }
}
