package io.yaim.daemon;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckRunner;
import io.yaim.check.EntryCheckRunner;
import io.yaim.check.tcp.TcpCheckProvider;
import io.yaim.config.Config;
import io.yaim.loop.HealthSource;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.function.Consumer;

/// The checks of this node and those of entries. They follow the configuration and the pool.
final class NodeHealth implements HealthSource, Consumer<Cycle>, AutoCloseable {

    private final CheckRunner checkRunner;
    private final EntryCheckRunner entryCheckRunner;
    private final CheckReloader checkReloader;
    private final Eligibility eligibility;
    private final Clock clock;

    /// Creates the checks of the configuration. None runs yet.
    ///
    /// @param warnings receives the name of each check that a reload has removed, in a sentence
    /// @param bell rings whenever a verdict has changed
    NodeHealth(
            Config config,
            Eligibility eligibility,
            CheckReloader.CheckTypeLoader checkTypeLoader,
            Consumer<String> warnings,
            Clock clock,
            Runnable bell)
            throws ConfigException, IOException {
        this.clock = clock;
        this.eligibility = eligibility;
        CheckReloader.CheckSet checkSet = CheckReloader.create(config, checkTypeLoader);
        checkRunner = new CheckRunner(checkSet.checks(), clock::now, bell);
        checkReloader = new CheckReloader(checkTypeLoader, checkRunner, checkSet, warnings);
        entryCheckRunner = new EntryCheckRunner(
                check -> TcpCheckProvider.of(check.host(), check.port()),
                config.checks().standardPace(),
                clock::now,
                bell);
    }

    void start() {
        checkRunner.start();
        entryCheckRunner.start();
    }

    /// Applies a reload to the checks.
    ConfigReloader.Reloadable reloadable() {
        return next -> {
            ConfigReloader.PreparedReload own = checkReloader.prepare(next);
            return new ConfigReloader.PreparedReload() {

                @Override
                public void apply() {
                    own.apply();
                    entryCheckRunner.setStandardPace(next.checks().standardPace());
                }

                @Override
                public void discard() {
                    own.discard();
                }
            };
        };
    }

    CheckResults results() {
        return checkRunner.results();
    }

    @Override
    public Health ofNode() {
        return eligibility.of(checkRunner.health(), clock.now());
    }

    @Override
    public SortedMap<VirtualIp, Health> ofEntries() {
        return entryCheckRunner.health();
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.observation()
                .flatMap(Observation::view)
                .ifPresent(view -> entryCheckRunner.reconfigure(view.pool().values()));
    }

    @Override
    public void close() {
        entryCheckRunner.close();
        checkRunner.close();
    }
}
