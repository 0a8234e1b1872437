package io.yaim.sim.mutant;

import io.yaim.sim.Replay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Loads all classes of yaim and of the simulation once more, with a planted fault.
final class MutantLoader extends ClassLoader {

    private static final Path SOURCES = Path.of("src");
    private static final String OURS = "io.yaim.";

    private final Map<String, byte[]> mutated;

    /// @throws AssertionError a snippet does not occur exactly once in its file, or the result is not Java
    MutantLoader(Mutant mutant) throws IOException {
        super("mutant", MutantLoader.class.getClassLoader());
        mutated = compile(texts(mutant));
    }

    private static Map<String, String> texts(Mutant mutant) throws IOException {
        var texts = new LinkedHashMap<String, String>();
        for (Mutant.Edit edit : mutant.edits()) {
            String known = texts.get(edit.file());
            String text = known == null ? Files.readString(SOURCES.resolve(edit.file())) : known;
            texts.put(
                    edit.file(),
                    replaceOnce(text, edit)
                            .orElseThrow(() -> new AssertionError("expected once in " + edit.file() + ", for \""
                                    + mutant + "\": " + edit.snippet())));
        }
        return texts;
    }

    /// White space is not compared, so that the formatter can break lines anywhere.
    private static Optional<String> replaceOnce(String text, Mutant.Edit edit) {
        int[] places = IntStream.range(0, text.length())
                .filter(place -> !Character.isWhitespace(text.charAt(place)))
                .toArray();
        String dense = withoutWhiteSpace(text);
        String sought = withoutWhiteSpace(edit.snippet());
        int at = dense.indexOf(sought);
        if (at < 0 || at != dense.lastIndexOf(sought)) {
            return Optional.empty();
        }
        return Optional.of(text.substring(0, places[at])
                + edit.replacement()
                + text.substring(places[at + sought.length() - 1] + 1));
    }

    private static String withoutWhiteSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Map<String, byte[]> compile(Map<String, String> texts) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        try (var standard = compiler.getStandardFileManager(null, null, null);
                var files = new InMemory(standard)) {
            List<JavaFileObject> sources = new ArrayList<>();
            texts.forEach((file, text) -> sources.add(new Source(file, text)));
            List<String> options = List.of("-proc:none", "-nowarn", "-implicit:none", "-classpath", Replay.classPath());
            if (!compiler.getTask(errors, files, null, options, null, sources).call()) {
                throw new AssertionError("the planted fault does not compile: " + errors);
            }
            var classes = new HashMap<String, byte[]>();
            files.written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = Optional.ofNullable(mutated.get(name)).orElseGet(() -> read(name));
        if (bytes.length == 0) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] read(String name) {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        private Source(String file, String text) {
            super(URI.create("memory:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        private InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
