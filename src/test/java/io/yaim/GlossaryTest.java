package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents, comments and names of classes keep to `docs/glossary.md`. A word that is out of use in one sense only,
/// such as "pass (of the loop)", is left to the reader.
class GlossaryTest {

    private static final Path GLOSSARY = Path.of("docs/glossary.md");

    /// These name what was, in order to say what is.
    private static final Set<Path> NAME_OLD_WORDS = Set.of(GLOSSARY, Path.of("docs/upgrading.md"));

    private static final Pattern TERM = Pattern.compile("(?m)^\\| <a id=\"([a-z-]+)\"></a>\\*\\*(.+?)\\*\\*");
    private static final Pattern LINK = Pattern.compile("\\(#([a-z-]+)\\)");
    private static final Pattern UNUSED = Pattern.compile("(?m)^\\| ([^|]+?) +\\| [^|]+\\|$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(///?.*)$|(?<=[;{},] )(//.*)$");
    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    @Test
    void termsStandInOrderAndEachOnce() throws IOException {
        List<String> terms = matches(TERM, 1, Files.readString(GLOSSARY));
        assertThat(terms).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(matches(TERM, 2, Files.readString(GLOSSARY))).isSortedAccordingTo(String::compareToIgnoreCase);
    }

    @Test
    void linksLeadToTerms() throws IOException {
        String glossary = Files.readString(GLOSSARY);
        assertThat(matches(TERM, 1, glossary)).containsAll(matches(LINK, 1, glossary));
    }

    @Test
    void otherDocumentsLinkToTerms() throws IOException {
        List<String> terms = matches(TERM, 1, Files.readString(GLOSSARY));
        Pattern link = Pattern.compile("glossary\\.md#([a-z-]+)");
        for (Path document : documents()) {
            assertThat(terms)
                    .as("terms that %s links to", document)
                    .containsAll(matches(link, 1, Files.readString(document)));
        }
    }

    @Test
    void documentsUseNoUnusedWord() throws IOException {
        var found = new ArrayList<String>();
        for (Path document : documents()) {
            if (!NAME_OLD_WORDS.contains(document)) {
                // as many lines as before, so that the number of the line is right
                String prose = CODE.matcher(Files.readString(document))
                        .replaceAll(
                                code -> "\n".repeat((int) code.group().lines().count() - 1));
                found.addAll(unusedWords(document, prose.lines().toList(), Function.identity()));
            }
        }
        assertThat(found).as("words that the glossary does not use").isEmpty();
    }

    @Test
    void commentsUseNoUnusedWord() throws IOException {
        var found = new ArrayList<String>();
        for (Path source : sources("src/main/java")) {
            found.addAll(unusedWords(source, Files.readAllLines(source), GlossaryTest::comment));
        }
        assertThat(found).as("words that the glossary does not use").isEmpty();
    }

    @Test
    void classesAreNamedByNoUnusedWord() throws IOException {
        Set<String> unused = Set.copyOf(unusedWords());
        var found = new ArrayList<String>();
        for (String root : List.of("src/main/java", "src/test/java")) {
            for (Path source : sources(root)) {
                String name = source.getFileName().toString().replace(".java", "");
                CAMEL_CASE
                        .splitAsStream(name)
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .filter(unused::contains)
                        .forEach(word -> found.add(source + ": " + word));
            }
        }
        assertThat(found)
                .as("class names with words that the glossary does not use")
                .isEmpty();
    }

    private static List<String> unusedWords(Path file, List<String> lines, Function<String, String> prose)
            throws IOException {
        Pattern unused = Pattern.compile(
                "(?i)\\b(" + unusedWords().stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")\\b");
        var found = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            unused.matcher(prose.apply(lines.get(i)))
                    .results()
                    .forEach(word -> found.add(file + ":" + line + ": " + word.group()));
        }
        return found;
    }

    /// Those that are out of use in every sense.
    private static List<String> unusedWords() throws IOException {
        String glossary = Files.readString(GLOSSARY);
        String table = glossary.substring(
                glossary.indexOf("## Words not used"), glossary.indexOf("## Words with one meaning only"));
        List<String> words = matches(UNUSED, 1, table).stream()
                .filter(row -> !row.contains("(") && !row.equals("word") && !row.startsWith("---"))
                .flatMap(row -> Stream.of(row.split(", ")))
                .toList();
        assertThat(words).as("words of the table").hasSizeGreaterThan(10);
        return words;
    }

    private static String comment(String line) {
        return COMMENT.matcher(line).results().map(MatchResult::group).collect(Collectors.joining(" "));
    }

    private static List<String> matches(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
