package io.yaim.cli;

import io.yaim.address.Addresses;
import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.api.HttpFace;
import io.yaim.api.Probes;
import io.yaim.check.CheckSettings;
import io.yaim.check.Checks;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.UnknownCheckTypeException;
import io.yaim.check.plugin.Plugins;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.linux.BootClock;
import io.yaim.loop.Bell;
import io.yaim.loop.Clock;
import io.yaim.loop.Daemon;
import io.yaim.loop.Loop;
import io.yaim.model.BoundAddress;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.report.Journal;
import io.yaim.report.Metrics;
import io.yaim.store.etcd.EtcdStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Signal;

/// Wires the daemon by hand and runs it. What is opened here is closed here, in reverse order.
final class Run {

    private final ConfigOptions options;
    private final Closing closing = new Closing();
    private final Bell bell = new Bell();
    private final Clock clock = BootClock::now;

    Run(ConfigOptions options) {
        this.options = options;
    }

    int call() throws ConfigException, IOException, InterruptedException {
        Config config = Configuration.load(options);
        Logger logger = Logging.configure(config.log());
        config.warnings().forEach(logger::warning);
        try (closing) {
            Daemon daemon = wire(config, logger);
            onSignals(daemon, logger);
            daemon.run();
        }
        return ExitStatus.OK.code;
    }

    /// Without a handler, SIGHUP would end the JVM on the spot.
    private static void onSignals(Daemon daemon, Logger logger) {
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), _ -> daemon.stop());
        }
        Signal.handle(
                new Signal("HUP"),
                _ -> logger.warning("SIGHUP changes nothing: a changed configuration is read at the next start"));
    }

    private Daemon wire(Config config, Logger logger) throws ConfigException, IOException {
        Incarnation incarnation = Incarnation.of(new SecureRandom().nextLong());
        StateDirectory state = open(() -> StateDirectory.open(config.stateDir(), config.nodename(), incarnation));
        NetlinkAddresses addresses = open(() -> addresses(config));
        closing.add(() -> dropLeftovers(addresses, logger));
        Checks checks = closing.add(new Checks(checks(config, logger), clock::now, bell::ring));
        Metrics metrics = new Metrics(clock, checks::results);
        EtcdStore store =
                open(() -> new EtcdStore(Configuration.etcd(config), clock::now, bell::ring, metrics::called));
        greet(store, logger);
        var probes = new Probes(clock, config.timing().ttl());
        if (config.httpListen().isPresent()) {
            open(() -> new HttpFace(config.httpListen().get(), metrics::scrape, probes::alive, probes::ready));
        }
        var announcing = new Loop.Announcing(
                config.announcing().count(),
                config.announcing().interval(),
                config.announcing().framesPerSecond());
        var loop = new Loop(
                Configuration.self(config, incarnation),
                store,
                addresses,
                checks::health,
                clock,
                config.timing(),
                announcing,
                state,
                former(state, logger).map(lease -> Former.of(incarnation, lease)));
        checks.start();
        return new Daemon(loop, bell, List.of(new Journal(logger), metrics, probes));
    }

    /// Who cannot read the record waits for the lease to end by itself, as for any namesake.
    private static Optional<LeaseId> former(StateDirectory state, Logger logger) {
        try {
            return state.former();
        } catch (IOException e) {
            logger.log(Level.WARNING, "the former lease is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Tells what people should know about this etcd. The first question to it is slow, and better is not the one that
    /// asks for a lease.
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

    private static List<ConfiguredCheck> checks(Config config, Logger logger) throws ConfigException, IOException {
        Plugins.Found types = Configuration.checkTypes(config.checkersDir());
        types.warnings().forEach(logger::warning);
        var checks = new ArrayList<ConfiguredCheck>();
        for (CheckSettings settings : config.checks()) {
            try {
                checks.add(types.providers().create(settings));
            } catch (UnknownCheckTypeException | InvalidOptionException e) {
                throw new ConfigException(List.of("check " + settings.name() + ": " + e.getMessage()));
            }
        }
        return checks;
    }

    /// Nothing of ours outlives the daemon, however it ends.
    private static void dropLeftovers(Addresses addresses, Logger logger) throws IOException {
        List<BoundAddress> ours = addresses.look().addresses().stream()
                .filter(BoundAddress::isOurs)
                .toList();
        if (!ours.isEmpty()) {
            addresses
                    .drop(ours)
                    .forEach((ip, reason) -> logger.log(Level.WARNING, "drop {0}: {1}", new Object[] {ip, reason}));
        }
    }

    private interface Opening<T> {
        T open() throws IOException;
    }
}
