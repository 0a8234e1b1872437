package io.yaim.check.plugin;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the types of checks in a folder. A jar may contain several. Each executable file is one, with the name of the
/// file. Folders, and files that start with a dot or end in `.md`, are ignored.
public final class PluginFolder {

    private static final int MAX_FILES = 1000;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final List<Path> files;
    private final List<String> warnings = new ArrayList<>();
    private CheckProviders providers;

    private PluginFolder(List<Path> files, CheckProviders builtIn) {
        this.files = files;
        this.providers = builtIn;
    }

    /// The result.
    ///
    /// @param providers the types that were found and the built-in ones
    /// @param warnings one line, with the name, for each file that cannot be used
    public record Found(CheckProviders providers, List<String> warnings) {

        public Found {
            warnings = List.copyOf(warnings);
        }
    }

    /// Searches `folder`. If it does not exist, nothing is added. Jars stay open as long as the program runs.
    public static Found find(Path folder, CheckProviders builtIn) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Found(builtIn, List.of());
        }
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> files = listed.filter(PluginFolder::isCandidate)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
            PluginFolder pluginFolder = new PluginFolder(files, builtIn);
            pluginFolder.addAll();
            return new Found(pluginFolder.providers, pluginFolder.warnings);
        }
    }

    private static boolean isCandidate(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith(".md");
    }

    private void addAll() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path file : files) {
            if (isWritableByAnyone(file)) {
                warnings.add(file + ": not used, everyone may write to it");
            } else if (file.toString().endsWith(".jar")) {
                jars.add(file);
            } else if (!Files.isExecutable(file)) {
                warnings.add(file + ": not used, it is neither a jar nor executable");
            } else if (!TYPE.matcher(file.getFileName().toString()).matches()) {
                warnings.add(file + ": not used, its name may only have letters, digits, dots, hyphens, underscores");
            } else {
                add(file, new ExecutableCheckProvider(file));
            }
        }
        JarCheckProviders.of(jars).forEach(found -> {
            found.problem().ifPresent(problem -> warnings.add(found.jar() + ": not used, " + problem));
            found.providers().forEach(provider -> add(found.jar(), provider));
        });
    }

    private void add(Path file, CheckProvider provider) {
        Optional<CheckProvider> same = providers.find(provider.type());
        if (same.isPresent()) {
            warnings.add(file + ": not used, the check type '" + provider.type() + "' already exists");
        } else {
            providers = providers.with(provider);
        }
    }

    private static boolean isWritableByAnyone(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
    }
}
