package io.yaim.check.plugin;

import static io.yaim.check.CheckFactory.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class PluginFolderTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(80);

    @TempDir
    Path folder = Path.of(".");

    @Test
    void withoutAFolderNothingIsAdded() throws Exception {
        PluginFolder.Found found = PluginFolder.find(folder.resolve("none"), CheckProviders.builtIn());
        assertThat(found.providers().types()).isEqualTo(CheckProviders.builtIn().types());
        assertThat(found.warnings()).isEmpty();
    }

    @Test
    void eachExecutableFileIsATypeWithItsName() throws Exception {
        executable("disk-full", "exit 0");
        executable("queue_2.x", "exit 0");
        assertThat(find().providers().types())
                .containsExactly("disk-full", "http", "postgres", "queue_2.x", "shell", "tcp");
        assertThat(find().warnings()).isEmpty();
    }

    @Test
    void ignoresDocumentsHiddenFilesAndFolders() throws Exception {
        Files.writeString(folder.resolve("README.md"), "words");
        Files.writeString(folder.resolve(".hidden"), "words");
        Files.createDirectory(folder.resolve("sources"));
        assertThat(find().warnings()).isEmpty();
    }

    @Test
    void warnsAboutEachUnusableFile() throws Exception {
        Files.writeString(folder.resolve("a-text"), "words");
        executable("b name", "exit 0");
        Files.writeString(folder.resolve("c-broken.jar"), "not a jar");
        jar("d-lacking.jar", Map.of(service(), "example.NotThere\n"));
        executable("tcp", "exit 0");
        Files.setPosixFilePermissions(executable("writable", "exit 0"), PosixFilePermissions.fromString("rwxr-xrwx"));
        List<String> warnings = find().warnings();
        assertThat(warnings).hasSize(6);
        assertThat(warnings)
                .anySatisfy(line -> assertThat(line).endsWith("a-text: not used, it is neither a jar nor executable"));
        assertThat(warnings).anySatisfy(line -> assertThat(line).contains("b name: not used, its name may only have"));
        assertThat(warnings)
                .anySatisfy(line -> assertThat(line).contains("c-broken.jar: not used, it cannot be opened"));
        assertThat(warnings)
                .anySatisfy(line ->
                        assertThat(line).contains("d-lacking.jar: not used, ").contains("example.NotThere"));
        assertThat(warnings)
                .anySatisfy(line -> assertThat(line).endsWith("tcp: not used, the check type 'tcp' already exists"));
        assertThat(warnings)
                .anySatisfy(line -> assertThat(line).endsWith("writable: not used, everyone may write to it"));
    }

    @Test
    void aJarWithoutATypeIsALibrary() throws Exception {
        jar("library.jar", Map.of("some.txt", "text"));
        assertThat(find().warnings()).isEmpty();
    }

    @Test
    void theExitStatusIsTheVerdict() throws Exception {
        executable("probe", "echo \"status $YAIM_OPTION_STATUS\"; exit $YAIM_OPTION_STATUS");
        assertThat(run("probe", Map.of("status", 0))).isEqualTo(new Verdict.Pass());
        assertThat(run("probe", Map.of("status", 1))).isEqualTo(new Verdict.Fail("status 1"));
        assertThatThrownBy(() -> run("probe", Map.of("status", 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status 2");
    }

    @Test
    void passesTheOptionsInEnvironmentAndInput() throws Exception {
        Path seen = folder.resolve("seen.md");
        executable("probe", "env | grep ^YAIM_ | grep -v ^YAIM_RUN= | sort > " + seen + "; cat >> " + seen);
        run("probe", Map.of("max-age", 5, "list", List.of("a", 1, true), "words", "say \"hi\"\\\t€"));
        assertThat(Files.readString(seen)).isEqualTo("""
                YAIM_CHECK_NAME=probe
                YAIM_CHECK_TIMEOUT_MS=80000
                YAIM_OPTION_LIST=["a",1,true]
                YAIM_OPTION_MAX_AGE=5
                YAIM_OPTION_WORDS=say "hi"\\\t€
                {"name":"probe","options":{"list":["a",1,true],"max-age":5,"words":"say \\"hi\\"\\\\\\u0009\\u20ac"},\
                "timeout_ms":80000,"type":"probe"}
                """);
    }

    @Test
    void failsAtTheTimeout() throws Exception {
        executable("probe", "sleep 300");
        Check check = check("probe", Map.of());
        assertThat(check.run(Duration.ofMillis(200))).isEqualTo(new Verdict.Fail("did not end within 200 ms"));
    }

    @Test
    void throwsWhenTheFileIsGone() throws Exception {
        Path file = executable("probe", "exit 0");
        Check check = check("probe", Map.of());
        Files.delete(file);
        assertThatThrownBy(() -> check.run(TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file");
    }

    private PluginFolder.Found find() throws IOException {
        return PluginFolder.find(folder, CheckProviders.builtIn());
    }

    private Check check(String type, Map<String, Object> options) throws Exception {
        return find().providers().create(settings(type, options, TIMEOUT)).check();
    }

    private Verdict run(String type, Map<String, Object> options) throws Exception {
        return check(type, options).run(TIMEOUT);
    }

    private Path executable(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void jar(String name, Map<String, String> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
    }

    private static String service() {
        return "META-INF/services/" + CheckProvider.class.getName();
    }
}
