package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.Checks;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.UnknownCheckTypeException;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.FileContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Has the checks follow the configuration. One whose settings, and the files that they name, are as they
/// were is not touched.
final class CheckSwap implements Reload.Follower {

    private final Types types;
    private final Checks checks;
    private Made running;

    /// @param made with which `checks` started
    CheckSwap(Types types, Checks checks, Made made) {
        this.types = types;
        this.checks = checks;
        running = made;
    }

    /// Finds the types of checks, as [Configuration#checkTypes] does.
    interface Types {
        CheckProviders in(Path checkersDir) throws IOException;
    }

    /// Checks, and what they were made of.
    ///
    /// @param checkersDir where their types were looked for
    /// @param files by the name of the check, what the files held that its settings name
    record Made(List<ConfiguredCheck> checks, Path checkersDir, Map<String, List<FileContent>> files) {

        Made {
            checks = List.copyOf(checks);
            files = Map.copyOf(files);
        }

        private boolean stays(ConfiguredCheck check, CheckSettings next, Path nextDir, List<FileContent> content) {
            return check.settings().equals(next)
                    && checkersDir.equals(nextDir)
                    && content.equals(files.get(next.name()));
        }
    }

    /// Makes all checks of a configuration.
    static Made make(Config config, Types types) throws ConfigException, IOException {
        var nothing = new Made(List.of(), config.checkersDir(), Map.of());
        return make(config, types, nothing, new ArrayList<>());
    }

    /// @param fresh is filled with those that are not taken from `former`, also when one cannot be made
    private static Made make(Config config, Types types, Made former, List<ConfiguredCheck> fresh)
            throws ConfigException, IOException {
        CheckProviders providers = types.in(config.checkersDir());
        var made = new ArrayList<ConfiguredCheck>();
        var files = new TreeMap<String, List<FileContent>>();
        for (CheckSettings settings : config.checks()) {
            List<FileContent> content = content(settings);
            files.put(settings.name(), content);
            var same = former.checks().stream()
                    .filter(check -> former.stays(check, settings, config.checkersDir(), content))
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
        return new Made(made, config.checkersDir(), files);
    }

    private static List<FileContent> content(CheckSettings settings) {
        return settings.options().entrySet().stream()
                .filter(option -> option.getKey().endsWith("-file"))
                .sorted(Map.Entry.comparingByKey())
                .map(option -> FileContent.of(option.getValue().toString()))
                .toList();
    }

    @Override
    public Reload.Step prepare(Config next) throws ConfigException, IOException {
        var fresh = new ArrayList<ConfiguredCheck>();
        boolean isReady = false;
        try {
            Made made = make(next, types, running, fresh);
            isReady = true;
            return new Swap(made, fresh);
        } finally {
            if (!isReady) {
                close(fresh);
            }
        }
    }

    private static void close(List<ConfiguredCheck> unused) {
        unused.forEach(check -> check.check().close());
    }

    private final class Swap implements Reload.Step {

        private final Made made;
        private final List<ConfiguredCheck> fresh;

        private Swap(Made made, List<ConfiguredCheck> fresh) {
            this.made = made;
            this.fresh = List.copyOf(fresh);
        }

        @Override
        public void take() {
            checks.become(made.checks());
            running = made;
        }

        @Override
        public void discard() {
            close(fresh);
        }
    }
}
