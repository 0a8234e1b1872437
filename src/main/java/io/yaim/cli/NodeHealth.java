package io.yaim.cli;

import io.yaim.check.CheckResults;
import io.yaim.check.Checks;
import io.yaim.check.EntryChecks;
import io.yaim.check.tcp.TcpChecks;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.loop.Clock;
import io.yaim.loop.Cycle;
import io.yaim.loop.Healths;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import java.io.IOException;
import java.util.SortedMap;
import java.util.function.Consumer;

/// The checks of this node and those of entries, which follow the configuration and the pool.
final class NodeHealth implements Healths, Consumer<Cycle>, AutoCloseable {

    private final Checks checks;
    private final EntryChecks entryChecks;
    private final CheckSwap swap;
    private final Admission admission;
    private final Clock clock;

    /// Makes the checks of the configuration; none runs yet.
    ///
    /// @param bell is run whenever a verdict has changed
    NodeHealth(Config config, Admission admission, CheckSwap.Types types, Clock clock, Runnable bell)
            throws ConfigException, IOException {
        this.clock = clock;
        this.admission = admission;
        CheckSwap.Made made = CheckSwap.make(config, types);
        checks = new Checks(made.checks(), clock::now, bell);
        swap = new CheckSwap(types, checks, made);
        entryChecks = new EntryChecks(
                check -> TcpChecks.of(check.host(), check.port()), config.checkPace(), clock::now, bell);
    }

    void start() {
        checks.start();
        entryChecks.start();
    }

    /// Has the checks follow a reload.
    Reload.Follower follower() {
        return next -> {
            Reload.Step own = swap.prepare(next);
            return new Reload.Step() {

                @Override
                public void take() {
                    own.take();
                    entryChecks.pace(next.checkPace());
                }

                @Override
                public void discard() {
                    own.discard();
                }
            };
        };
    }

    CheckResults results() {
        return checks.results();
    }

    @Override
    public Health ofNode() {
        return admission.of(checks.health(), clock.now());
    }

    @Override
    public SortedMap<VirtualIp, Health> ofEntries() {
        return entryChecks.health();
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.seen()
                .flatMap(Observation::view)
                .ifPresent(view -> entryChecks.follow(view.pool().values()));
    }

    @Override
    public void close() {
        entryChecks.close();
        checks.close();
    }
}
