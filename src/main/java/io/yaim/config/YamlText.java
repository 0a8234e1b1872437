package io.yaim.config;

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

/// Reads the text of a file into [Raw], with the line of everything. Built on the parser's events and not
/// on its objects: nothing is resolved or constructed, and tags, anchors and aliases are seen and refused.
final class YamlText {

    private static final int DEEPEST = 8;
    private static final int MOST_NODES = 100_000;
    /// What may be repeated in a message; anything else in a key's place may be a value, and a secret.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final Pattern SECRET = Pattern.compile("(?i)passw|secret|token");

    private final String source;
    private final Problems problems;
    private final Iterator<Event> events;
    private int nodes;

    private YamlText(String source, String text, Problems problems) {
        this.source = source;
        this.problems = problems;
        var options = new LoaderOptions();
        options.setCodePointLimit(text.length() + 1);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    /// The one map that the text consists of; no fields when it is blank. Empty when that cannot be told;
    /// the reason is among the problems then.
    static Optional<Raw.Fields> read(String source, String text, Problems problems) {
        try {
            return new YamlText(source, text, problems).document();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String shown = text.lines().skip(line - 1L).findFirst().orElse("");
            String reason = SECRET.matcher(shown).find() ? "its value may need quotes" : e.getProblem();
            problems.add(new Place(source, line, ""), "not valid YAML: " + Shown.plain(reason));
        } catch (IllegalArgumentException e) {
            // SnakeYAML looks at the digits of an escaped character before it knows that they are there.
            problems.add(new Place(source, 0, ""), "not valid YAML: an escape in double quotes that is none");
        } catch (YAMLException e) {
            String reason = Optional.ofNullable(e.getMessage())
                    .orElse("")
                    .lines()
                    .findFirst()
                    .orElse("no reason given");
            problems.add(new Place(source, 0, ""), "not valid YAML: " + Shown.plain(reason));
        }
        return Optional.empty();
    }

    private Optional<Raw.Fields> document() {
        var top = new Place(source, 1, "");
        Raw root = new Raw.Fields(top, Map.of());
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                documents++;
                if (documents > 1) {
                    problems.add(new Place(source, line(event), ""), "found a second document, expected one");
                    return Optional.empty();
                }
                root = node(events.next(), "", 0);
            }
        }
        return switch (root) {
            case Raw.Fields fields -> Optional.of(fields);
            case Raw.Text text when text.isUnset() -> Optional.of(new Raw.Fields(top, Map.of()));
            case Raw.Text text -> {
                problems.add(text.place(), "found a text, expected lines of the form key: value");
                yield Optional.empty();
            }
            case Raw.Items items -> {
                problems.add(items.place(), "found a list, expected lines of the form key: value");
                yield Optional.empty();
            }
        };
    }

    private Raw node(Event event, String spelling, int depth) {
        var place = new Place(source, line(event), spelling);
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
            throw new YAMLException("nested deeper than " + DEEPEST + " levels or more than " + MOST_NODES + " values");
        }
        refuseReferences(event, place);
        return switch (event) {
            case ScalarEvent scalar -> new Raw.Text(place, scalar.getValue(), !scalar.isPlain());
            case SequenceStartEvent _ -> items(place, depth);
            case MappingStartEvent _ -> fields(place, depth);
            default -> new Raw.Text(place, "", true);
        };
    }

    private Raw items(Place place, int depth) {
        List<Raw> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, place.spelling(), depth + 1));
        }
        return new Raw.Items(place, items);
    }

    private Raw fields(Place place, int depth) {
        Map<String, Raw> fields = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            Raw key = node(event, "", depth + 1);
            String spelling =
                    key instanceof Raw.Text text && KEY.matcher(text.value()).matches() ? text.value() : "";
            String path = place.spelling().isEmpty() ? spelling : place.spelling() + "." + spelling;
            Raw value = node(events.next(), path, depth + 1);
            if (spelling.isEmpty()) {
                problems.add(key.place(), "found something that is no key, expected letters, digits and dashes");
                continue;
            }
            var earlier = fields.putIfAbsent(spelling, value);
            if (earlier != null) {
                problems.add(
                        value.place(),
                        "found twice, expected once; first in line "
                                + earlier.place().line());
            }
        }
        return new Raw.Fields(place, fields);
    }

    /// Keys are told apart by this form only, as in the original yaim: lower case, with dashes.
    static String normal(String spelling) {
        return spelling.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void refuseReferences(Event event, Place place) {
        if (event instanceof AliasEvent) {
            problems.add(place, "found an alias, expected a value; put one that begins with * in quotes");
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.add(place, "found an anchor, expected a value; put one that begins with & in quotes");
        }
        String tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case SequenceStartEvent sequence -> sequence.getTag();
            case MappingStartEvent mapping -> mapping.getTag();
            default -> null;
        };
        if (tag != null) {
            problems.add(place, "found a tag, expected a value; put one that begins with ! in quotes");
        }
    }

    private static int line(Event event) {
        return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
    }
}
