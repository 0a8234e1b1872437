package io.yaim.cli;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.api.Probes;
import io.yaim.check.Checks;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.linux.BootClock;
import io.yaim.loop.Bell;
import io.yaim.loop.Clock;
import io.yaim.loop.Daemon;
import io.yaim.loop.Loop;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.peer.Peers;
import io.yaim.report.Journal;
import io.yaim.report.Metrics;
import io.yaim.status.Status;
import io.yaim.store.etcd.EtcdStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Signal;

/// Wires the daemon by hand and runs it. What is opened here is closed here, in reverse order.
final class Run {

    /// A guard that finds the store silent takes this long.
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

    private static final Duration VERDICT_PAUSE = Duration.ofMillis(20);

    private final ConfigOptions options;
    private final Closing closing = new Closing();
    private final Bell bell = new Bell();
    private final Clock clock = BootClock::now;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean isStopping;

    Run(ConfigOptions options) {
        this.options = options;
    }

    int call() throws ConfigException, IOException, InterruptedException {
        Config config = Configuration.load(options);
        Logger logger = Logging.configure(config.log());
        config.warnings().forEach(logger::warning);
        try (closing) {
            Wired wired = wire(config, logger);
            Daemon daemon = wired.daemon;
            onSignals(daemon, config.ending().keeps(), logger);
            awaitVerdict(wired);
            daemon.run();
        }
        return ExitStatus.OK.code;
    }

    /// Without a handler, SIGHUP would end the JVM on the spot.
    private void onSignals(Daemon daemon, boolean keeps, Logger logger) {
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), _ -> {
                isStopping = true;
                if (keeps) {
                    daemon.part();
                } else {
                    daemon.stop();
                }
            });
        }
        Signal.handle(
                new Signal("HUP"),
                _ -> logger.warning("SIGHUP changes nothing: a changed configuration is read at the next start"));
    }

    /// What is ready to run.
    private record Wired(Daemon daemon, Checks checks, Optional<Former> former) {}

    private Wired wire(Config config, Logger logger) throws ConfigException, IOException {
        Incarnation incarnation = Incarnation.of(random.nextLong());
        StateDirectory state = open(() -> StateDirectory.open(config.stateDir(), config.nodename(), LOCK_PATIENCE));
        var afterlife = new Afterlife(state, state.network(), incarnation, logger);
        Optional<Former> former = afterlife.former(clock.now());
        NetlinkAddresses addresses = open(() -> addresses(config));
        closing.add(() -> afterlife.clearUp(addresses));
        if (config.ending().isGuarded()) {
            guard(afterlife, config, logger);
        }
        Checks checks = closing.add(new Checks(Configuration.checks(config, logger::warning), clock::now, bell::ring));
        Metrics metrics = new Metrics(clock, checks::results);
        EtcdStore store =
                open(() -> new EtcdStore(Configuration.etcd(config), clock::now, bell::ring, metrics::called));
        greet(store, logger);
        var probes = new Probes(clock, config.timing().ttl());
        var status = new Status(clock, InstantSource.system(), checks::results);
        open(() -> Faces.open(config, clock, status, metrics::scrape, probes));
        Peers peers = open(() -> Configuration.peers(config, bell::ring));
        var loop = new Loop(
                Configuration.self(config, incarnation),
                store,
                addresses,
                checks::health,
                clock,
                config.timing(),
                config.announcing(),
                afterlife::hold,
                former,
                peers,
                random::nextLong);
        checks.start();
        var daemon = new Daemon(loop, bell, List.of(new Journal(logger), metrics, probes, afterlife, status));
        return new Wired(daemon, checks, former);
    }

    /// What a former life kept would go if its entries were asked for before the checks have decided.
    private void awaitVerdict(Wired wired) throws InterruptedException {
        Duration end = wired.former
                .filter(former -> !former.kept().isEmpty())
                .map(Former::proofEnds)
                .orElse(Duration.ZERO);
        while (!isStopping
                && wired.checks.results().isUndecided()
                && clock.now().compareTo(end) < 0) {
            bell.await(VERDICT_PAUSE);
        }
    }

    /// Without a guardian a daemon that is killed is taken over from all the same, when its lease has
    /// ended.
    private void guard(Afterlife afterlife, Config config, Logger logger) {
        List<String> given =
                Guardian.options(options, config.stateDir(), config.nodename().value());
        try {
            afterlife.guardedBy(Guardian.start(Configuration.program(), given));
        } catch (IOException e) {
            logger.log(Level.WARNING, "there is no guardian: {0}", e.getMessage());
        }
    }

    /// Tells what people should know about this etcd. The first question to it is slow, and better is not
    /// the one that asks for a lease.
    private static void greet(EtcdStore store, Logger logger) {
        try {
            store.warning().ifPresent(logger::warning);
        } catch (IOException e) {
            logger.log(Level.WARNING, "the version of etcd is not known: {0}", e.getMessage());
        }
    }

    /// What this host does not give ends the program with a status of its own.
    private <T extends AutoCloseable> T open(Opening<T> opening) throws UnavailableException {
        try {
            return closing.add(opening.open());
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
    }

    private NetlinkAddresses addresses(Config config) throws IOException {
        NetlinkAddresses addresses = NetlinkAddresses.open(bell::ring);
        List<String> problems =
                addresses.problems(config.interfaceName(), config.netmask().orElse(32), Configuration.label(config));
        if (!problems.isEmpty()) {
            addresses.close();
            throw new IOException(String.join(System.lineSeparator(), problems));
        }
        return addresses;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }
}
