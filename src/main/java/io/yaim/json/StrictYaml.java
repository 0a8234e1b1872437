package io.yaim.json;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Reads YAML, or its subset JSON, from untrusted sources. Size and depth are limited. Tags, anchors, aliases, merge
/// keys and duplicate keys are not allowed.
public final class StrictYaml {

    private StrictYaml() {}

    /// Parses the text to maps, lists, texts and numbers; empty for an empty value.
    ///
    /// @param longest the maximum length in characters
    /// @param depth the maximum nesting depth of collections
    /// @throws IllegalArgumentException the text is not such YAML; the message says why in a few words
    public static Optional<Object> parse(String text, int longest, int depth) {
        if (text.length() > longest) {
            throw new IllegalArgumentException("longer than " + longest + " characters");
        }
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            LoaderOptions options = options(longest);
            refuseWhatIsNotPlain(new Yaml(options).parse(new StringReader(text)), depth);
            return Optional.ofNullable(new Yaml(new SafeConstructor(options)).<Object>load(text));
        } catch (NumberFormatException e) {
            // SnakeYAML reads the digits of an escaped character before it knows that they are there.
            throw new IllegalArgumentException("not YAML or JSON: a malformed number or escape", e);
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException("not YAML or JSON: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("not YAML or JSON: " + e.getMessage(), e);
        }
    }

    private static LoaderOptions options(int longest) {
        var options = new LoaderOptions();
        options.setCodePointLimit(longest);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    /// Fails at the first bracket beyond the depth. SnakeYAML checks its own limit only when it builds objects. Before
    /// that, its scanner takes time quadratic in the depth: seconds for a value full of brackets.
    private static void refuseWhatIsNotPlain(Iterable<Event> events, int depth) {
        int open = 0;
        for (Event event : events) {
            switch (event) {
                case CollectionStartEvent _ -> open++;
                case CollectionEndEvent _ -> open--;
                default -> {}
            }
            if (open > depth) {
                throw new IllegalArgumentException("nested deeper than " + depth);
            }
            refuseWhatIsNotPlain(event);
        }
    }

    private static void refuseWhatIsNotPlain(Event event) {
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw new IllegalArgumentException("anchors and aliases are not allowed");
        }
        boolean isTagged = switch (event) {
            case ScalarEvent scalar -> scalar.getTag() != null;
            case CollectionStartEvent start -> start.getTag() != null;
            default -> false;
        };
        if (isTagged) {
            throw new IllegalArgumentException("tags are not allowed");
        }
        if (event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<")) {
            throw new IllegalArgumentException("merge keys are not allowed");
        }
    }
}
