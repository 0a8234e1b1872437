package io.yaim.cli;

import static io.yaim.status.Happening.Kind.RELOAD;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.api.ProbeRoutes;
import io.yaim.api.Probes;
import io.yaim.api.ReloadRoutes;
import io.yaim.api.Route;
import io.yaim.api.VippyRoutes;
import io.yaim.cli.afterlife.Afterlife;
import io.yaim.cli.afterlife.Guardian;
import io.yaim.cli.afterlife.StateDirectory;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.Reloaded;
import io.yaim.hook.Hooks;
import io.yaim.linux.BootClock;
import io.yaim.loop.Bell;
import io.yaim.loop.Clock;
import io.yaim.loop.Cycle;
import io.yaim.loop.Daemon;
import io.yaim.loop.Loop;
import io.yaim.loop.Settings;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.peer.Peers;
import io.yaim.report.HookJournal;
import io.yaim.report.HookMeters;
import io.yaim.report.Journal;
import io.yaim.report.Metrics;
import io.yaim.report.ReloadJournal;
import io.yaim.status.States;
import io.yaim.status.Status;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
    private volatile boolean keeps;

    Run(ConfigOptions options) {
        this.options = options;
    }

    int call() throws ConfigException, IOException, InterruptedException {
        Config config = Configuration.load(options);
        Logger logger = Logging.configure(config.log());
        config.warnings().forEach(logger::warning);
        keeps = config.ending().keeps();
        try (closing) {
            Wired wired = wire(config, logger);
            Daemon daemon = wired.daemon;
            onSignals(daemon, wired.reload);
            awaitVerdict(wired);
            daemon.run();
        }
        return ExitStatus.OK.code;
    }

    /// Without a handler, SIGHUP would end the JVM on the spot.
    private void onSignals(Daemon daemon, Reload reload) {
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
        Signal.handle(new Signal("HUP"), _ -> reload.ask());
    }

    /// What is ready to run.
    private record Wired(Daemon daemon, NodeHealth health, Optional<Former> former, Reload reload) {}

    private Wired wire(Config config, Logger logger) throws ConfigException, IOException {
        Incarnation incarnation = Incarnation.of(random.nextLong());
        StateDirectory state = open(() -> StateDirectory.open(config.stateDir(), config.nodename(), LOCK_PATIENCE));
        var afterlife = new Afterlife(state, state.network(), incarnation, logger);
        Optional<Former> former = afterlife.former(clock.now());
        var states = new States();
        Hooks hooks = hooks(config, states, logger);
        NetlinkAddresses addresses = open(() -> addresses(config));
        closing.add(() -> afterlife.clearUp(addresses));
        guard(afterlife, config, logger);
        CheckSwap.Types types = directory -> Configuration.checkTypes(directory, logger::warning);
        var admission = Admission.of(config, clock.now(), former);
        NodeHealth health = closing.add(new NodeHealth(config, admission, types, clock, bell::ring));
        Metrics metrics = metrics(config, health, hooks);
        Backend backend = store(config, addresses, metrics, logger);
        var probes = new Probes(clock, config.timing().ttl());
        var status = new Status(clock, InstantSource.system(), health::results, states);
        var vippy = new VippyRoutes(new NodeSight(status));
        Peers peers = open(() -> Configuration.peers(config, bell::ring));
        var loop = new Loop(
                Configuration.self(config, incarnation),
                backend.store(),
                addresses,
                health,
                clock,
                config.timing(),
                config.announcing(),
                afterlife::hold,
                former,
                peers,
                random::nextLong);
        List<Consumer<Cycle>> listeners =
                List.of(new Journal(logger), metrics, probes, afterlife, states, status, hooks, vippy, health);
        var daemon = new Daemon(loop, bell, listeners);
        Reload reload = closing.add(reload(
                config, incarnation, daemon, List.of(health.follower(), backend.follower()), logger, metrics, status));
        open(() -> Faces.open(config, backend, status, routes(metrics, probes, reload), vippy));
        health.start();
        return new Wired(daemon, health, former, reload.start());
    }

    private Metrics metrics(Config config, NodeHealth health, Hooks hooks) {
        var metrics = new Metrics(clock, health::results, config.timing().ttl(), Version.number());
        metrics.add(new HookMeters(hooks));
        return metrics;
    }

    private Backend store(Config config, NetlinkAddresses addresses, Metrics metrics, Logger logger)
            throws ConfigException, IOException {
        return config.multicast().isPresent()
                ? open(() -> MulticastBackend.open(config, addresses.look(), bell::ring, metrics::called, logger))
                : open(() -> EtcdBackend.open(config, bell::ring, metrics::called, logger));
    }

    private static List<Route> routes(Metrics metrics, Probes probes, Reload reload) {
        var routes = new ArrayList<>(ProbeRoutes.routes(metrics::scrape, probes));
        routes.addAll(ReloadRoutes.routes(reload::now));
        return routes;
    }

    private Reload reload(
            Config config,
            Incarnation incarnation,
            Daemon daemon,
            List<Reload.Follower> parts,
            Logger logger,
            Metrics metrics,
            Status status) {
        var followers = new ArrayList<Reload.Follower>(List.of(
                Run::requireHost,
                next -> () -> Logging.become(next.log()),
                next -> () -> keeps = next.ending().keeps(),
                next -> () -> daemon.become(new Settings(Configuration.self(next, incarnation), next.announcing()))));
        followers.addAll(parts);
        List<Consumer<Reloaded>> listeners = List.of(
                new ReloadJournal(logger), metrics::reloaded, outcome -> status.happened(RELOAD, text(outcome)));
        return new Reload(() -> Configuration.load(options), config, followers, listeners);
    }

    private static String text(Reloaded outcome) {
        return switch (outcome) {
            case Reloaded.Applied(var changed, var pending) ->
                "read again: changed " + changed + (pending.isEmpty() ? "" : ", at the next start " + pending);
            case Reloaded.Refused(var errors) -> "read again and refused: " + String.join("; ", errors);
        };
    }

    /// What is bound from now on has to be possible, as at the start.
    private static Reload.Step requireHost(Config next) throws ConfigException, IOException {
        List<String> problems = problems(next);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return () -> {};
    }

    private static List<String> problems(Config config) throws IOException {
        return NetlinkAddresses.problems(
                config.interfaceName(), config.netmask().orElse(32), Configuration.label(config));
    }

    /// Closed after the addresses have gone, of which they tell.
    private Hooks hooks(Config config, States states, Logger logger) {
        var hooks = closing.add(new Hooks(
                Configuration.hooks(config, InstantSource.system()),
                config.nodename(),
                _ -> states.transitions(),
                clock,
                InstantSource.system(),
                random,
                new HookJournal(logger, clock)));
        hooks.start();
        return hooks;
    }

    /// What a former life kept would go if its entries were asked for before the checks have decided.
    private void awaitVerdict(Wired wired) throws InterruptedException {
        Duration end = wired.former
                .filter(former -> !former.kept().isEmpty())
                .map(Former::proofEnds)
                .orElse(Duration.ZERO);
        while (!isStopping
                && wired.health.results().isUndecided()
                && clock.now().compareTo(end) < 0) {
            bell.await(VERDICT_PAUSE);
        }
    }

    /// Without a guardian a daemon that is killed is taken over from all the same, when its lease has
    /// ended.
    private void guard(Afterlife afterlife, Config config, Logger logger) {
        if (!config.ending().isGuarded()) {
            return;
        }
        List<String> guard = Clearing.commandLine(
                Configuration.program(),
                options,
                config.stateDir(),
                config.nodename().value());
        try {
            afterlife.guardedBy(Guardian.start(guard));
        } catch (IOException e) {
            logger.log(Level.WARNING, "there is no guardian: {0}", e.getMessage());
        }
    }

    /// What this host does not give ends the program with a status of its own.
    private <T extends AutoCloseable> T open(Opening<T> opening) throws ConfigException, UnavailableException {
        try {
            return closing.add(opening.open());
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
    }

    private NetlinkAddresses addresses(Config config) throws IOException {
        NetlinkAddresses addresses =
                NetlinkAddresses.open(bell::ring, config.timing().guard());
        List<String> problems = problems(config);
        if (!problems.isEmpty()) {
            addresses.close();
            throw new IOException(String.join(System.lineSeparator(), problems));
        }
        return addresses;
    }

    private interface Opening<T> {
        T open() throws ConfigException, IOException;
    }
}
