package io.yaim.config;

import io.yaim.check.CheckProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Loads a configuration from lines, in a folder of its own, on a host that is called `host1`.
final class Loading {

    private final Path folder;
    private final CheckTypes checkTypes;

    Loading(Path folder) {
        this(folder, FakeChecks.providers());
    }

    Loading(Path folder, CheckProviders providers) {
        this.folder = folder;
        this.checkTypes = _ -> providers;
        write("hostname", "host1\n");
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigLoader loader() {
        return new ConfigLoader(
                checkTypes,
                Path.of("/opt/yaim/checkers"),
                List.of(folder.resolve("yaim.yml"), folder.resolve("later.yml")),
                folder.resolve("hostname"));
    }

    Config load(String... lines) throws ConfigException {
        return load(Map.of(), Map.of(), lines);
    }

    /// A file of `interface: lo` and these lines.
    Config onLo(String... lines) throws ConfigException {
        return load("interface: lo\n" + String.join("\n", lines));
    }

    Config load(Map<String, String> environment, Map<String, String> flags, String... lines) throws ConfigException {
        Path file = write("yaim.yml", String.join("\n", lines));
        return loader().load(Optional.of(file), environment, flags);
    }

    /// The mistakes in a file of `interface: lo` and these lines, the first of which is line 2.
    List<String> mistakesOnLo(String... lines) {
        return mistakes("interface: lo\n" + String.join("\n", lines));
    }

    List<String> mistakes(String... lines) {
        return mistakes(Map.of(), Map.of(), lines);
    }

    List<String> mistakes(Map<String, String> environment, Map<String, String> flags, String... lines) {
        try {
            throw new AssertionError("expected mistakes, found " + load(environment, flags, lines));
        } catch (ConfigException e) {
            return inFolder(e.problems());
        }
    }

    /// Messages without the folder's name.
    List<String> inFolder(List<String> messages) {
        return messages.stream()
                .map(message -> message.replace(folder + "/", ""))
                .collect(Collectors.toUnmodifiableList());
    }
}
