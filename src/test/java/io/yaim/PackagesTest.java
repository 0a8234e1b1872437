package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each package is in the list of docs/architecture.md, with the packages that it uses: no more, no fewer.
class PackagesTest {

    private static final String ROOT = "io.yaim";

    /// Such as `` - `loop.lease` → `address`, `model`. This node's lease. ``, over several lines where it is long.
    private static final Pattern ITEM = Pattern.compile("(?m)^- `([a-z.]+)` →((?:\\s+(?:`[a-z.*]+`|nothing),?)+)\\.");

    private static final Pattern NAME = Pattern.compile("`([a-z.*]+)`");

    @Test
    void theListOfPackagesShowsEachArrow() throws IOException {
        SortedMap<String, SortedSet<String>> used = used();
        SortedMap<String, List<String>> listed = listed();
        assertThat(listed.keySet()).as("packages in the list").containsExactlyElementsOf(used.keySet());
        var wrong = new ArrayList<String>();
        used.forEach((name, uses) -> {
            List<String> arrows = listed.get(name);
            boolean isComplete = uses.stream().allMatch(use -> arrows.stream().anyMatch(arrow -> covers(arrow, use)));
            boolean isNeeded = arrows.stream().allMatch(arrow -> uses.stream().anyMatch(use -> covers(arrow, use)));
            if (!isComplete || !isNeeded) {
                wrong.add(item(name, uses));
            }
        });
        assertThat(wrong).as("arrows that are not as listed; they are").isEmpty();
    }

    private static boolean covers(String arrow, String name) {
        return arrow.endsWith(".*")
                ? (name + ".").startsWith(arrow.substring(0, arrow.length() - 1))
                : arrow.equals(name);
    }

    private static String item(String name, SortedSet<String> uses) {
        String arrows = uses.stream().map(use -> "`" + use + "`").collect(Collectors.joining(", "));
        return "- `" + name + "` → " + (arrows.isEmpty() ? "nothing" : arrows) + ".";
    }

    private static SortedMap<String, SortedSet<String>> used() {
        var used = new TreeMap<String, SortedSet<String>>();
        Path classes = Path.of(System.getProperty("yaim.classes", "target/classes"));
        for (JavaClass type : new ClassFileImporter().importPath(classes)) {
            String own = type.getPackageName();
            if (!own.equals(ROOT)) {
                used.computeIfAbsent(below(own), _ -> new TreeSet<>()).addAll(usedBy(type, own));
            }
        }
        return used;
    }

    private static List<String> usedBy(JavaClass type, String own) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .filter(target -> target.startsWith(ROOT + ".") && !target.equals(own))
                .map(PackagesTest::below)
                .toList();
    }

    private static String below(String name) {
        return name.substring(ROOT.length() + 1);
    }

    private static SortedMap<String, List<String>> listed() throws IOException {
        var listed = new TreeMap<String, List<String>>();
        Matcher item = ITEM.matcher(Files.readString(Path.of("docs/architecture.md")));
        while (item.find()) {
            try (Stream<String> names = NAME.matcher(item.group(2)).results().map(name -> name.group(1))) {
                listed.put(item.group(1), names.toList());
            }
        }
        return listed;
    }
}
