package io.yaim.config;

import io.yaim.hook.HookKind;
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

/// What an entry of the list of hooks may say.
final class HookOptions {

    private static final int MOST_HEADERS = 32;

    /// RFC 9110, section 5.6.2.
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,4096}");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static final Key<String> NAME = option(
            "name",
            new Kind<>(
                    Kinds.nodeName().expected(),
                    raw -> Kinds.nodeName().read().apply(raw).map(Object::toString)));
    static final Key<Set<HookKind>> ON = option("on", kinds());
    static final Key<List<String>> COMMAND = option("command", command());
    static final Key<URI> URL = hidden("url", url());
    static final Key<Map<String, Secret>> HEADERS = hidden("headers", headers());
    static final Key<Secret> SECRET = hidden("secret", Kinds.secret());
    static final Key<Path> SECRET_FILE = option("secret-file", Kinds.path());
    static final Key<String> RESOURCE_ID = option(
            "resource-id",
            Kind.of(
                    "1 to 255 printable characters",
                    text -> Optional.of(text)
                            .filter(id -> id.length() <= 255
                                    && !id.isEmpty()
                                    && HEADER_VALUE.matcher(id).matches())));
    static final Key<Duration> TIMEOUT = standard("timeout", Kinds.time(Duration.ofMillis(100), MINUTE), "5000");
    static final Key<Integer> RETRIES = standard("retries", Kinds.number(0, 100), "3");
    static final Key<Duration> BACKOFF = standard("backoff", Kinds.time(Duration.ofMillis(10), MINUTE), "1000");
    static final Key<Duration> BACKOFF_MAX = standard("backoff-max", Kinds.time(Duration.ofMillis(10), HOUR), "10m");
    static final Key<Boolean> ENSURE = standard("ensure", trueOrFalse(), "false");
    static final Key<Duration> REFRESH = standard("refresh", Kinds.time(Duration.ZERO, HOUR.multipliedBy(24)), "5m");

    /// What only a webhook takes.
    static final List<Key<?>> OF_WEBHOOKS = List.of(HEADERS, SECRET, SECRET_FILE, RESOURCE_ID);

    static final List<Key<?>> ALL = Stream.of(
                    Stream.of(NAME, ON, COMMAND, URL),
                    OF_WEBHOOKS.stream(),
                    Stream.of(TIMEOUT, RETRIES, BACKOFF, BACKOFF_MAX, ENSURE, REFRESH))
            .<Key<?>>flatMap(keys -> keys)
            .toList();

    private HookOptions() {}

    private static <T> Key<T> option(String name, Kind<T> kind) {
        return Key.optional(Key.Section.HOOKS, name, kind, "");
    }

    private static <T> Key<T> standard(String name, Kind<T> kind, String standard) {
        return Key.standard(Key.Section.HOOKS, name, kind, standard, "");
    }

    /// A key whose value no message shows.
    private static <T> Key<T> hidden(String name, Kind<T> kind) {
        return new Key<>(Key.Section.HOOKS, name, List.of(), kind, Optional.empty(), true, "");
    }

    private static Kind<Set<HookKind>> kinds() {
        String expected = "one or several of "
                + String.join(
                        ", ", Stream.of(HookKind.values()).map(HookKind::word).toList());
        return Kind.ofSeveral(expected, text -> {
            Set<HookKind> kinds = EnumSet.noneOf(HookKind.class);
            for (String word : text.split(",", HookKind.values().length + 1)) {
                Optional<HookKind> kind = HookKind.of(word.strip());
                if (kind.isEmpty()) {
                    return Optional.empty();
                }
                kinds.add(kind.get());
            }
            return Optional.of(kinds);
        });
    }

    /// One text is a line for the shell.
    private static Kind<List<String>> command() {
        Kind<String> text = Kinds.text();
        return new Kind<>("a program with its arguments as a list, or one line for /bin/sh", raw -> switch (raw) {
            case Raw.Text line -> text.read().apply(line).map(shell -> List.of("/bin/sh", "-c", shell));
            case Raw.Items several -> {
                List<String> parts = several.items().stream()
                        .flatMap(part -> text.read().apply(part).stream())
                        .toList();
                boolean isWhole = parts.size() == several.items().size() && !parts.isEmpty();
                yield Optional.of(parts)
                        .filter(list -> isWhole && !list.getFirst().isEmpty());
            }
            case Raw.Fields _ -> Optional.empty();
        });
    }

    private static Kind<URI> url() {
        return Kind.of(
                "an http or https URL",
                text -> Kinds.unlessRefused(URI::create, text.strip())
                        .filter(uri -> uri.getHost() != null
                                && ("http".equalsIgnoreCase(uri.getScheme())
                                        || "https".equalsIgnoreCase(uri.getScheme()))));
    }

    private static Kind<Map<String, Secret>> headers() {
        return new Kind<>("a map of at most " + MOST_HEADERS + " names and values in printable ASCII", raw -> {
            var headers = new LinkedHashMap<String, Secret>();
            if (!(raw instanceof Raw.Fields map) || map.fields().size() > MOST_HEADERS) {
                return Optional.empty();
            }
            for (Map.Entry<String, Raw> field : map.fields().entrySet()) {
                if (!HEADER_NAME.matcher(field.getKey()).matches()
                        || !(field.getValue() instanceof Raw.Text text)
                        || !HEADER_VALUE.matcher(text.value()).matches()) {
                    return Optional.empty();
                }
                headers.put(field.getKey(), new Secret(text.value()));
            }
            return Optional.of(headers);
        });
    }

    private static Kind<Boolean> trueOrFalse() {
        Kind<String> word = Kinds.word("true", "false", "on", "off");
        return new Kind<>(
                "true or false",
                raw -> word.read().apply(raw).map(value -> value.equals("true") || value.equals("on")));
    }
}
