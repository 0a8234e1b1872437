package io.yaim.config;

import io.yaim.check.CheckProviders;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Loads a configuration from lines, in a folder of its own, on a host that is called `host1`.
public final class ConfigFixture {

    private final Path folder;
    private final CheckTypeSource checkTypeSource;

    public ConfigFixture(Path folder) {
        this(folder, FakeChecks.providers());
    }

    ConfigFixture(Path folder, CheckProviders providers) {
        this.folder = folder;
        this.checkTypeSource = _ -> providers;
        write("hostname", "host1\n");
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConfigLoader loader() {
        return new ConfigLoader(
                checkTypeSource,
                Path.of("/opt/yaim/checkers"),
                List.of(folder.resolve("yaim.yml"), folder.resolve("later.yml")),
                folder.resolve("hostname"));
    }

    public Config load(String... lines) throws ConfigException {
        return load(Map.of(), Map.of(), lines);
    }

    /// A file of `interface: lo` and these lines.
    public Config onLo(String... lines) throws ConfigException {
        return load("interface: lo\n" + String.join("\n", lines));
    }

    public Config load(Map<String, String> environment, Map<String, String> flags, String... lines)
            throws ConfigException {
        Path file = write("yaim.yml", String.join("\n", lines));
        return loader().load(Optional.of(file), environment, flags);
    }

    /// The mistakes in a file of `interface: lo` and these lines, the first of which is line 2.
    public List<String> mistakesOnLo(String... lines) {
        return mistakes("interface: lo\n" + String.join("\n", lines));
    }

    public List<String> mistakes(String... lines) {
        return mistakes(Map.of(), Map.of(), lines);
    }

    public List<String> mistakes(Map<String, String> environment, Map<String, String> flags, String... lines) {
        try {
            throw new AssertionError("expected mistakes, found " + load(environment, flags, lines));
        } catch (ConfigException e) {
            return inFolder(e.problems());
        }
    }

    /// Messages without the folder's name.
    public List<String> inFolder(List<String> messages) {
        return messages.stream()
                .map(message -> message.replace(folder + "/", ""))
                .collect(Collectors.toUnmodifiableList());
    }
}
