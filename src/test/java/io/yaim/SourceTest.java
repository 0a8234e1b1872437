package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// What the style asks of source text, read by the compiler's own parser.
class SourceTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED_CLASS = Pattern.compile("`((?:[a-z]+/)+[A-Z][A-Za-z]+)(?:\\.[A-Za-z]+)?`");
    private static final int MAX_FILE_LINES = 300;
    private static final int MAX_METHOD_LINES = 40;

    /// The files that may catch whatever is thrown. To go on after an unknown fault takes a reason; each
    /// has its own here.
    private static final Set<String> MAY_CATCH_ALL = Set.of(
            // foreign code that throws anything: the check has not passed, and the reason says so
            "io/yaim/check/CheckAttempt.java",
            "io/yaim/check/CheckRunner.java",
            "io/yaim/check/plugin/JarCheckProviders.java",
            // whoever asked is answered, whatever the mistake is, and the log has it
            "io/yaim/api/Api.java",
            // a type of checks may be foreign code; then nothing changes
            "io/yaim/daemon/ConfigReloader.java",
            // one part that does not close must not keep the others open
            "io/yaim/daemon/Closer.java",
            // JGroups declares Exception; what it throws is handed on as what it is
            "io/yaim/store/multicast/jgroups/JGroupsChannel.java",
            "io/yaim/store/multicast/jgroups/EncryptedUdp.java",
            "io/yaim/store/multicast/jgroups/EncryptedFdSock.java",
            // MethodHandle.invokeExact declares Throwable
            "io/yaim/linux/Libc.java");

    private static final Set<String> ALL = Set.of("Exception", "RuntimeException", "Throwable", "Error");

    @Test
    void noFileIsTooLongToRead() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_FILE_LINES) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("files of more than %d lines", MAX_FILE_LINES).isEmpty();
    }

    /// As `plan/Service`, or `plan/Service.method`.
    @Test
    void documentsNameClassesThatExist() throws IOException {
        var missing = new ArrayList<String>();
        try (Stream<Path> documents = Files.walk(Path.of("docs"))) {
            for (Path document :
                    documents.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher named = NAMED_CLASS.matcher(Files.readString(document));
                while (named.find()) {
                    Path file = Path.of("io/yaim", named.group(1) + ".java");
                    if (!Files.exists(MAIN.resolve(file)) && !Files.exists(TESTS.resolve(file))) {
                        missing.add(document + ": " + named.group());
                    }
                }
            }
        }
        assertThat(missing).as("classes that documents name").isEmpty();
    }

    /// A name that two classes bear says too little of either.
    @Test
    void noTwoClassesShareAName() throws IOException {
        Map<String, List<Path>> byName = sources().stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        assertThat(byName.values().stream().filter(files -> files.size() > 1))
                .as("classes of one name")
                .isEmpty();
    }

    @Test
    void everyMethodFitsAScreen() throws IOException {
        assertThat(findings(LongMethods::new))
                .as("methods of more than %d lines", MAX_METHOD_LINES)
                .isEmpty();
    }

    @Test
    void nobodyGoesOnAfterAnUnknownFault() throws IOException {
        assertThat(findings(CatchAlls::new))
                .as("catch clauses that take everything")
                .isEmpty();
    }

    @Test
    void nobodySwallowsAnException() throws IOException {
        assertThat(findings(EmptyCatches::new))
                .as("catch clauses that do nothing")
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> findings(Function<SourcePositions, Scan> scanAt) throws IOException {
        var found = new ArrayList<String>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            Scan scan = scanAt.apply(Trees.instance(task).getSourcePositions());
            task.parse().forEach(unit -> scan.scan(new TreePath(unit), found));
        }
        return found;
    }

    private static final class LongMethods extends Scan {

        private LongMethods(SourcePositions positions) {
            super(positions);
        }

        @Override
        public Void visitMethod(MethodTree method, List<String> found) {
            long lines = lastLine(method) - firstLine(method) + 1;
            if (lines > MAX_METHOD_LINES) {
                found.add(where(method) + " " + method.getName() + ": " + lines + " lines");
            }
            return super.visitMethod(method, found);
        }
    }

    private static final class CatchAlls extends Scan {

        private CatchAlls(SourcePositions positions) {
            super(positions);
        }

        @Override
        public Void visitCatch(CatchTree caught, List<String> found) {
            Tree type = caught.getParameter().getType();
            List<? extends Tree> types =
                    type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
            for (Tree one : types) {
                if (ALL.contains(one.toString()) && !MAY_CATCH_ALL.contains(fileName())) {
                    found.add(where(caught) + " catches " + one);
                }
            }
            return super.visitCatch(caught, found);
        }
    }

    private static final class EmptyCatches extends Scan {

        private EmptyCatches(SourcePositions positions) {
            super(positions);
        }

        @Override
        public Void visitCatch(CatchTree caught, List<String> found) {
            if (caught.getBlock().getStatements().isEmpty()) {
                found.add(where(caught) + " swallows " + caught.getParameter().getType());
            }
            return super.visitCatch(caught, found);
        }
    }

    /// Walks one file after the other and collects what it finds.
    private abstract static class Scan extends TreePathScanner<Void, List<String>> {

        private final SourcePositions positions;

        private Scan(SourcePositions positions) {
            this.positions = positions;
        }

        final String fileName() {
            return MAIN.relativize(Path.of(unit().getSourceFile().getName())).toString();
        }

        final String where(Tree tree) {
            return fileName() + ":" + firstLine(tree);
        }

        final long firstLine(Tree tree) {
            return unit().getLineMap().getLineNumber(positions.getStartPosition(unit(), tree));
        }

        final long lastLine(Tree tree) {
            return unit().getLineMap().getLineNumber(positions.getEndPosition(unit(), tree));
        }

        private CompilationUnitTree unit() {
            return getCurrentPath().getCompilationUnit();
        }
    }
}
