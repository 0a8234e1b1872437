package io.yaim.config;

import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kinds of single values, without those that are about the network: see [NetworkKinds].
final class Kinds {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern LONG = Pattern.compile("\\d{1,18}");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");
    /// Segments of a key in the store: no spaces, nothing that would need escaping in a shell.
    private static final Pattern KEY_PATH = Pattern.compile("[A-Za-z0-9._/-]{1,200}");

    private static final int MOST_NAMES = 100;
    private static final String LEVELS = "trace, debug, info, warn, error, fatal or panic";

    private Kinds() {}

    static Kind<String> text() {
        return Kind.of("a text", Optional::of);
    }

    static Kind<Secret> secret() {
        return Kind.of("a text", text -> Optional.of(new Secret(text)));
    }

    static Kind<Integer> number(int least, int most) {
        String expected =
                most == Integer.MAX_VALUE ? "a whole number" : "a whole number from %d to %d".formatted(least, most);
        return Kind.of(
                expected,
                text -> Optional.of(text.strip())
                        .filter(digits -> NUMBER.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most));
    }

    static Kind<Long> wholeNumber(long most) {
        return Kind.of(
                "a whole number from 0 to " + most,
                text -> Optional.of(text.strip())
                        .filter(digits -> LONG.matcher(digits).matches())
                        .map(Long::valueOf)
                        .filter(number -> number <= most));
    }

    /// Bare numbers are milliseconds, as in the original yaim.
    static Kind<Duration> time(Duration least, Duration most) {
        String expected =
                "milliseconds, or a number with ms, s, m or h, from %s to %s".formatted(shown(least), shown(most));
        return Kind.of(
                expected,
                text -> parseTime(text).filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0));
    }

    /// One of a few words, in any case.
    static Kind<String> word(String... words) {
        String expected = words.length == 1 ? words[0] : "one of " + String.join(", ", words);
        return Kind.of(
                expected,
                text -> Optional.of(text.strip().toLowerCase(Locale.ROOT)).filter(List.of(words)::contains));
    }

    /// `on` or `off`, in any case.
    static Kind<Boolean> onOrOff() {
        Kind<String> word = word("on", "off");
        return new Kind<>(word.expected(), raw -> word.read().apply(raw).map("on"::equals));
    }

    /// In any case, too.
    static Kind<FailureMode> failureMode() {
        return Kind.of(
                "release, failsafe or claim",
                text -> unlessRefused(FailureMode::of, text.strip().toLowerCase(Locale.ROOT)));
    }

    /// The levels of the original yaim. Fatal and panic show errors only, as does error: nothing is above
    /// it here.
    static Kind<Level> level() {
        return Kind.of("one of " + LEVELS, text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> Optional.of(Level.TRACE);
            case "debug" -> Optional.of(Level.DEBUG);
            case "info" -> Optional.of(Level.INFO);
            case "warn", "warning" -> Optional.of(Level.WARNING);
            case "error", "fatal", "panic" -> Optional.of(Level.ERROR);
            default -> Optional.empty();
        });
    }

    static Kind<NodeName> nodeName() {
        return Kind.of("1 to 63 of A-Z a-z 0-9 . _ -", text -> unlessRefused(NodeName::new, text));
    }

    /// None twice; none at all is fine.
    static Kind<SortedSet<NodeName>> nodeNames() {
        return Kind.ofSeveral("at most %d names of nodes, none twice".formatted(MOST_NAMES), text -> {
            var names = new TreeSet<NodeName>();
            for (String part : text.isBlank() ? new String[0] : text.split(",", MOST_NAMES + 1)) {
                Optional<NodeName> name = unlessRefused(NodeName::new, part.strip());
                if (name.isEmpty() || names.size() == MOST_NAMES || !names.add(name.get())) {
                    return Optional.empty();
                }
            }
            return Optional.of(names);
        });
    }

    /// A part of a key in the store, with or without slashes.
    static Kind<String> keyPath() {
        return Kind.of(
                "1 to 200 of A-Z a-z 0-9 . _ - and /",
                text -> Optional.of(text).filter(path -> KEY_PATH.matcher(path).matches()));
    }

    /// A part of a key in the store that is more than slashes.
    static Kind<String> keyName() {
        return new Kind<>(
                keyPath().expected() + ", not all of them /",
                raw -> keyPath().read().apply(raw).filter(path -> !path.chars().allMatch(c -> c == '/')));
    }

    static Kind<Path> path() {
        return Kind.of("a path", Kinds::parsePath);
    }

    static Kind<Path> readableFile() {
        return Kind.of(
                "a file that can be read",
                text -> parsePath(text).filter(file -> Files.isRegularFile(file) && Files.isReadable(file)));
    }

    /// Always a list, whose items are looked at later.
    static Kind<List<Raw>> list() {
        return new Kind<>(
                "a list in the file",
                raw -> raw instanceof Raw.Items several ? Optional.of(several.items()) : Optional.empty());
    }

    /// A whole number without unit is milliseconds: `9000`, `9s`, `300 ms`.
    static String shown(Duration time) {
        long millis = time.toMillis();
        if (millis % 3_600_000 == 0 && millis > 0) {
            return millis / 3_600_000 + " h";
        }
        if (millis % 60_000 == 0 && millis > 0) {
            return millis / 60_000 + " m";
        }
        return millis % 1000 == 0 && millis > 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static Optional<Duration> parseTime(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(time.group(1));
        return Optional.of(
                switch (Optional.ofNullable(time.group(2)).orElse("ms")) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofMillis(number);
                });
    }

    private static Optional<Path> parsePath(String text) {
        return unlessRefused(Path::of, text);
    }

    /// For factories whose [IllegalArgumentException] means that the text is not what they take;
    /// [InvalidPathException] is one.
    static <T> Optional<T> unlessRefused(Function<String, T> factory, String text) {
        try {
            return Optional.of(factory.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
