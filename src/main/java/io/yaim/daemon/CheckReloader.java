package io.yaim.daemon;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckRunner;
import io.yaim.check.CheckSettings;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.UnknownCheckTypeException;
import io.yaim.config.Config;
import io.yaim.config.reload.FileContent;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Lets the checks follow the configuration. A check stays untouched if its settings, and the files that they name,
/// have not changed.
public final class CheckReloader implements ConfigReloader.Reloadable {

    private final CheckTypeLoader typeLoader;
    private final CheckRunner checkRunner;
    private final Consumer<String> warnings;
    private CheckSet running;

    /// @param checkSet the checks with which `checkRunner` started
    /// @param warnings receives a sentence about each check that no longer runs
    CheckReloader(
            CheckTypeLoader checkTypeLoader, CheckRunner checkRunner, CheckSet checkSet, Consumer<String> warnings) {
        this.typeLoader = checkTypeLoader;
        this.checkRunner = checkRunner;
        running = checkSet;
        this.warnings = warnings;
    }

    /// Finds the types of checks, as [DaemonConfiguration#checkTypes] does.
    public interface CheckTypeLoader {
        CheckProviders load(Path checkersDir) throws IOException;
    }

    /// Checks, and what they were made from.
    ///
    /// @param checkersDir the directory of their types
    /// @param fileContents by the name of the check, the contents of the files that its settings name
    public record CheckSet(
            List<ConfiguredCheck> checks, Path checkersDir, Map<String, List<FileContent>> fileContents) {

        public CheckSet {
            checks = List.copyOf(checks);
            fileContents = Map.copyOf(fileContents);
        }

        private Set<String> names() {
            return checks.stream().map(check -> check.settings().name()).collect(Collectors.toSet());
        }

        private boolean isUnchanged(
                ConfiguredCheck check, CheckSettings next, Path nextDir, List<FileContent> content) {
            return check.settings().equals(next)
                    && checkersDir.equals(nextDir)
                    && content.equals(fileContents.get(next.name()));
        }
    }

    /// Creates all checks of a configuration.
    public static CheckSet create(Config config, CheckTypeLoader checkTypeLoader) throws ConfigException, IOException {
        var nothing = new CheckSet(List.of(), config.checks().checkersDir(), Map.of());
        return create(config, checkTypeLoader, nothing, new ArrayList<>());
    }

    /// @param fresh receives those that are not taken from `former`, also if one cannot be created
    private static CheckSet create(
            Config config, CheckTypeLoader checkTypeLoader, CheckSet former, List<ConfiguredCheck> fresh)
            throws ConfigException, IOException {
        CheckProviders providers = checkTypeLoader.load(config.checks().checkersDir());
        var made = new ArrayList<ConfiguredCheck>();
        var files = new TreeMap<String, List<FileContent>>();
        for (CheckSettings settings : config.checks().settings()) {
            List<FileContent> content = fileContents(settings);
            files.put(settings.name(), content);
            var same = former.checks().stream()
                    .filter(check ->
                            former.isUnchanged(check, settings, config.checks().checkersDir(), content))
                    .findFirst();
            if (same.isPresent()) {
                made.add(same.get());
                continue;
            }
            try {
                ConfiguredCheck check = providers.create(settings);
                fresh.add(check);
                made.add(check);
            } catch (UnknownCheckTypeException | InvalidOptionException e) {
                throw new ConfigException(List.of("check " + settings.name() + ": " + e.getMessage()));
            }
        }
        return new CheckSet(made, config.checks().checkersDir(), files);
    }

    private static List<FileContent> fileContents(CheckSettings settings) {
        return settings.options().entrySet().stream()
                .filter(option -> option.getKey().endsWith("-file"))
                .sorted(Map.Entry.comparingByKey())
                .map(option -> FileContent.of(option.getValue().toString()))
                .toList();
    }

    @Override
    public ConfigReloader.PreparedReload prepare(Config next) throws ConfigException, IOException {
        var fresh = new ArrayList<ConfiguredCheck>();
        boolean isReady = false;
        try {
            CheckSet checkSet = create(next, typeLoader, running, fresh);
            isReady = true;
            return new PreparedChecks(checkSet, fresh);
        } finally {
            if (!isReady) {
                close(fresh);
            }
        }
    }

    private static void close(List<ConfiguredCheck> unused) {
        unused.forEach(check -> check.check().close());
    }

    private final class PreparedChecks implements ConfigReloader.PreparedReload {

        private final CheckSet checkSet;
        private final List<ConfiguredCheck> fresh;

        private PreparedChecks(CheckSet checkSet, List<ConfiguredCheck> fresh) {
            this.checkSet = checkSet;
            this.fresh = List.copyOf(fresh);
        }

        @Override
        public void apply() {
            checkRunner.reconfigure(checkSet.checks());
            Set<String> removed = new TreeSet<>(running.names());
            removed.removeAll(checkSet.names());
            removed.forEach(name -> warnings.accept("the reload removed the check " + name));
            if (!removed.isEmpty() && checkSet.checks().isEmpty()) {
                warnings.accept("no check is left, so this node counts as healthy");
            }
            running = checkSet;
        }

        @Override
        public void discard() {
            close(fresh);
        }
    }
}
