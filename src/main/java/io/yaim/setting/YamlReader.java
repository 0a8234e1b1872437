package io.yaim.setting;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/// Reads the text of a file into [RawValue], with the line of each value. Uses the parser's events, not its
/// objects: nothing is resolved or constructed, and tags, anchors and aliases are noticed and refused.
public final class YamlReader {

    private static final int DEEPEST = 8;
    private static final int MOST_NODES = 100_000;
    /// A key that a message may repeat. Any other text in place of a key may be a value, and a secret.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final Pattern SECRET = Pattern.compile("(?i)passw|secret|token");

    private final String source;
    private final Problems problems;
    private final Iterator<Event> events;
    private int nodes;

    private YamlReader(String source, String text, Problems problems) {
        this.source = source;
        this.problems = problems;
        var options = new LoaderOptions();
        options.setCodePointLimit(text.length() + 1);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    /// The one map of the text; without fields if the text is blank. Empty if the text is not one map. The
    /// problems contain the reason then.
    public static Optional<RawValue.RawMap> read(String source, String text, Problems problems) {
        try {
            return new YamlReader(source, text, problems).document();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String shown = text.lines().skip(line - 1L).findFirst().orElse("");
            String reason = SECRET.matcher(shown).find() ? "its value may need quotes" : e.getProblem();
            problems.add(new SourceLocation(source, line, ""), "not valid YAML: " + SanitizedText.plain(reason));
        } catch (IllegalArgumentException e) {
            // SnakeYAML reads the digits of an escaped character before it checks that they exist.
            problems.add(new SourceLocation(source, 0, ""), "not valid YAML: an escape in double quotes that is none");
        } catch (YAMLException e) {
            String reason = Optional.ofNullable(e.getMessage())
                    .orElse("")
                    .lines()
                    .findFirst()
                    .orElse("no reason given");
            problems.add(new SourceLocation(source, 0, ""), "not valid YAML: " + SanitizedText.plain(reason));
        }
        return Optional.empty();
    }

    private Optional<RawValue.RawMap> document() {
        var top = new SourceLocation(source, 1, "");
        RawValue root = new RawValue.RawMap(top, Map.of());
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                documents++;
                if (documents > 1) {
                    problems.add(new SourceLocation(source, line(event), ""), "found a second document, expected one");
                    return Optional.empty();
                }
                root = node(events.next(), "", 0);
            }
        }
        return switch (root) {
            case RawValue.RawMap rawMap -> Optional.of(rawMap);
            case RawValue.RawText rawText when rawText.isUnset() -> Optional.of(new RawValue.RawMap(top, Map.of()));
            case RawValue.RawText rawText -> {
                problems.add(rawText.sourceLocation(), "found a text, expected lines of the form key: value");
                yield Optional.empty();
            }
            case RawValue.RawList rawList -> {
                problems.add(rawList.sourceLocation(), "found a list, expected lines of the form key: value");
                yield Optional.empty();
            }
        };
    }

    private RawValue node(Event event, String spelling, int depth) {
        var sourceLocation = new SourceLocation(source, line(event), spelling);
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw new YAMLException("nested deeper than " + DEEPEST + " levels or more than " + MOST_NODES + " values");
        }
        refuseReferences(event, sourceLocation);
        return switch (event) {
            case ScalarEvent scalar -> new RawValue.RawText(sourceLocation, scalar.getValue(), !scalar.isPlain());
            case SequenceStartEvent _ -> items(sourceLocation, depth);
            case MappingStartEvent _ -> fields(sourceLocation, depth);
            default -> new RawValue.RawText(sourceLocation, "", true);
        };
    }

    private RawValue items(SourceLocation sourceLocation, int depth) {
        List<RawValue> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, sourceLocation.spelling(), depth + 1));
        }
        return new RawValue.RawList(sourceLocation, items);
    }

    private RawValue fields(SourceLocation sourceLocation, int depth) {
        Map<String, RawValue> fields = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            RawValue key = node(event, "", depth + 1);
            String spelling = key instanceof RawValue.RawText rawText
                            && KEY.matcher(rawText.value()).matches()
                    ? rawText.value()
                    : "";
            String path = sourceLocation.spelling().isEmpty() ? spelling : sourceLocation.spelling() + "." + spelling;
            RawValue value = node(events.next(), path, depth + 1);
            if (spelling.isEmpty()) {
                problems.add(
                        key.sourceLocation(), "found something that is no key, expected letters, digits and dashes");
                continue;
            }
            var earlier = fields.putIfAbsent(spelling, value);
            if (earlier != null) {
                problems.add(
                        value.sourceLocation(),
                        "found twice, expected once; first in line "
                                + earlier.sourceLocation().line());
            }
        }
        return new RawValue.RawMap(sourceLocation, fields);
    }

    /// The form by which keys are compared, as in the original yaim: lower case, with dashes.
    public static String normalKey(String spelling) {
        return spelling.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void refuseReferences(Event event, SourceLocation sourceLocation) {
        if (event instanceof AliasEvent) {
            problems.add(sourceLocation, "found an alias, expected a value; put one that begins with * in quotes");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.add(sourceLocation, "found an anchor, expected a value; put one that begins with & in quotes");
        }
        String tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case SequenceStartEvent sequence -> sequence.getTag();
            case MappingStartEvent mapping -> mapping.getTag();
            default -> null;
        };
        if (tag != null) {
            problems.add(sourceLocation, "found a tag, expected a value; put one that begins with ! in quotes");
        }
    }

    private static int line(Event event) {
        return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    }
}
