package io.yaim.setting;

import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The types of single values. [NetworkValueTypes] has those that are about the network.
public final class ValueTypes {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern LONG = Pattern.compile("\\d{1,18}");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");
    /// Segments of a key in the store: no spaces, nothing that would need escaping in a shell.
    private static final Pattern KEY_PATH = Pattern.compile("[A-Za-z0-9._/-]{1,200}");

    private static final int MOST_NAMES = 100;
    private static final String LEVELS = "trace, debug, info, warn, error, fatal or panic";

    private ValueTypes() {}

    public static ValueType<String> text() {
        return ValueType.of("a text", Optional::of);
    }

    public static ValueType<Secret> secret() {
        return ValueType.of("a text", text -> Optional.of(new Secret(text)));
    }

    public static ValueType<Integer> number(int least, int most) {
        String expected =
                most == Integer.MAX_VALUE ? "a whole number" : "a whole number from %d to %d".formatted(least, most);
        return ValueType.of(
                expected,
                text -> Optional.of(text.strip())
                        .filter(digits -> NUMBER.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most));
    }

    public static ValueType<Long> wholeNumber(long most) {
        return ValueType.of(
                "a whole number from 0 to " + most,
                text -> Optional.of(text.strip())
                        .filter(digits -> LONG.matcher(digits).matches())
                        .map(Long::valueOf)
                        .filter(number -> number <= most));
    }

    /// Bare numbers are milliseconds, as in the original yaim.
    public static ValueType<Duration> time(Duration least, Duration most) {
        String expected = "milliseconds, or a number with ms, s, m or h, from %s to %s"
                .formatted(formatDuration(least), formatDuration(most));
        return ValueType.of(
                expected,
                text -> parseTime(text).filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0));
    }

    /// One of a few words, in any case.
    public static ValueType<String> word(String... words) {
        String expected = words.length == 1 ? words[0] : "one of " + String.join(", ", words);
        return ValueType.of(
                expected,
                text -> Optional.of(text.strip().toLowerCase(Locale.ROOT)).filter(List.of(words)::contains));
    }

    /// A word in any case, read as lower case.
    public static ValueType<String> lowerCase(String expected) {
        return ValueType.of(expected, text -> Optional.of(text.strip().toLowerCase(Locale.ROOT)));
    }

    /// `on` or `off`, in any case.
    public static ValueType<Boolean> onOrOff() {
        ValueType<String> word = word("on", "off");
        return new ValueType<>(
                word.expected(), rawValue -> word.parser().apply(rawValue).map("on"::equals));
    }

    /// In any case, too.
    public static ValueType<FailureMode> failureMode() {
        return ValueType.of(
                "release, failsafe or claim",
                text -> parseOrEmpty(FailureMode::of, text.strip().toLowerCase(Locale.ROOT)));
    }

    /// The levels of the original yaim. Fatal and panic mean the same as error, because there is no higher level
    /// here.
    public static ValueType<Level> level() {
        return ValueType.of("one of " + LEVELS, text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "trace" -> Optional.of(Level.TRACE);
            case "debug" -> Optional.of(Level.DEBUG);
            case "info" -> Optional.of(Level.INFO);
            case "warn", "warning" -> Optional.of(Level.WARNING);
            case "error", "fatal", "panic" -> Optional.of(Level.ERROR);
            default -> Optional.empty();
        });
    }

    public static ValueType<NodeName> nodeName() {
        return ValueType.of("1 to 63 of A-Z a-z 0-9 . _ -", text -> parseOrEmpty(NodeName::new, text));
    }

    /// Without duplicates; may be empty.
    public static ValueType<SortedSet<NodeName>> nodeNames() {
        return ValueType.ofList("at most %d names of nodes, none twice".formatted(MOST_NAMES), text -> {
            var names = new TreeSet<NodeName>();
            for (String part : text.isBlank() ? new String[0] : text.split(",", MOST_NAMES + 1)) {
                Optional<NodeName> name = parseOrEmpty(NodeName::new, part.strip());
                if (name.isEmpty() || names.size() == MOST_NAMES || !names.add(name.get())) {
                    return Optional.empty();
                }
            }
            return Optional.of(names);
        });
    }

    /// A part of a key in the store, with or without slashes.
    public static ValueType<String> keyPath() {
        return ValueType.of(
                "1 to 200 of A-Z a-z 0-9 . _ - and /",
                text -> Optional.of(text).filter(path -> KEY_PATH.matcher(path).matches()));
    }

    /// A part of a key in the store that is more than slashes.
    public static ValueType<String> keyName() {
        return new ValueType<>(
                keyPath().expected() + ", not all of them /",
                rawValue -> keyPath()
                        .parser()
                        .apply(rawValue)
                        .filter(path -> !path.chars().allMatch(c -> c == '/')));
    }

    public static ValueType<Path> path() {
        return ValueType.of("a path", ValueTypes::parsePath);
    }

    public static ValueType<Path> readableFile() {
        return ValueType.of(
                        "a file that can be read",
                        text -> parsePath(text).filter(file -> Files.isRegularFile(file) && Files.isReadable(file)))
                .ofInput();
    }

    /// A list in the file. Its items are read later.
    public static ValueType<List<RawValue>> list() {
        return new ValueType<>(
                "a list in the file",
                rawValue ->
                        rawValue instanceof RawValue.RawList several ? Optional.of(several.items()) : Optional.empty());
    }

    /// A list in the file, or a text with commas. Its items are read later.
    public static ValueType<List<RawValue>> listOrText(String expected) {
        return new ValueType<>(expected, rawValue -> switch (rawValue) {
            case RawValue.RawList several -> Optional.of(several.items());
            case RawValue.RawText rawText -> {
                var items = new ArrayList<RawValue>();
                Arrays.stream(rawText.value().split(",", -1))
                        .forEach(part -> items.add(new RawValue.RawText(rawText.sourceLocation(), part.strip(), true)));
                yield Optional.of(items);
            }
            case RawValue.RawMap _ -> Optional.empty();
        });
    }

    /// With the largest unit that has no remainder: `9 s`, `300 ms`.
    public static String formatDuration(Duration time) {
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
        return parseOrEmpty(Path::of, text);
    }

    /// For factories that throw an [IllegalArgumentException], such as [InvalidPathException], if the text is not
    /// valid.
    public static <T> Optional<T> parseOrEmpty(Function<String, T> factory, String text) {
        try {
            return Optional.of(factory.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
