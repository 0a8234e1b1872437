package io.yaim.daemon;

import static io.yaim.status.TimelineEvent.Kind.RELOAD;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.api.HealthEndpoints;
import io.yaim.api.MonitoringRoutes;
import io.yaim.api.ReloadRoutes;
import io.yaim.api.Route;
import io.yaim.api.VippyRoutes;
import io.yaim.config.Config;
import io.yaim.config.ReloadResult;
import io.yaim.daemon.recovery.Guardian;
import io.yaim.daemon.recovery.IncarnationRecorder;
import io.yaim.daemon.recovery.StateDirectory;
import io.yaim.hook.Hooks;
import io.yaim.linux.BootClock;
import io.yaim.loop.Bell;
import io.yaim.loop.Loop;
import io.yaim.loop.LoopPorts;
import io.yaim.loop.LoopRunner;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.model.Incarnation;
import io.yaim.model.PreviousTenancy;
import io.yaim.peer.Peers;
import io.yaim.report.CycleLogger;
import io.yaim.report.HookLogger;
import io.yaim.report.HookMetrics;
import io.yaim.report.LogMetrics;
import io.yaim.report.Metrics;
import io.yaim.report.ReloadLogger;
import io.yaim.setting.ConfigException;
import io.yaim.status.EntryStateTracker;
import io.yaim.status.StatusTracker;
import io.yaim.store.spi.StoreBackend;
import io.yaim.store.spi.StoreCallbacks;
import io.yaim.store.spi.StoreContext;
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

/// Wires the daemon by hand and runs it. It closes what it opened, in reverse order.
public final class DaemonRunner {

    /// The time that a cleanup takes if the store does not answer.
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration VERDICT_PAUSE = Duration.ofMillis(20);

    private final ConfigOptions options;
    private final Closer closer = new Closer();
    private final Bell bell = new Bell();
    private final Clock clock = BootClock::now;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean isStopping;
    private volatile boolean retainsOnStop;

    public DaemonRunner(ConfigOptions options) {
        this.options = options;
    }

    /// Returns after the node has left.
    public void run() throws ConfigException, IOException, InterruptedException {
        Config config = DaemonConfiguration.load(options);
        Logger logger = Logging.configure(config.log());
        config.warnings().forEach(logger::warning);
        retainsOnStop = config.node().shutdown().retainsAddresses();
        try (closer) {
            WiredDaemon wiredDaemon = wire(config, logger);
            LoopRunner loopRunner = wiredDaemon.loopRunner;
            handleSignals(loopRunner, wiredDaemon.configReloader);
            awaitFirstVerdict(wiredDaemon);
            loopRunner.run();
        }
    }

    /// Without a handler, SIGHUP would end the JVM at once.
    private void handleSignals(LoopRunner loopRunner, ConfigReloader configReloader) {
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), _ -> {
                isStopping = true;
                if (retainsOnStop) {
                    loopRunner.stopForRestart();
                } else {
                    loopRunner.stop();
                }
            });
        }
        Signal.handle(new Signal("HUP"), _ -> configReloader.requestReload());
    }

    /// The parts that are ready to run.
    private record WiredDaemon(
            LoopRunner loopRunner,
            NodeHealth health,
            Optional<PreviousTenancy> previousTenancy,
            ConfigReloader configReloader) {}

    private WiredDaemon wire(Config config, Logger logger) throws ConfigException, IOException {
        LocalNode local = localNode(config, logger);
        OrphanReaper.startIfNeeded().ifPresent(closer::add);
        var entryStateTracker = new EntryStateTracker();
        Hooks hooks = hooks(config, entryStateTracker, logger);
        NetlinkAddresses addresses = open(() -> addresses(config));
        closer.add(() -> local.recorder.dropRemaining(addresses));
        startGuardian(local.recorder, config, logger);
        NodeHealth health = health(config, local, logger);
        Metrics metrics = metrics(config, health, hooks);
        StoreBackend storeBackend = store(config, addresses, metrics, logger);
        var healthEndpoints = new HealthEndpoints(clock, config.leaseTiming().ttl());
        var statusTracker = new StatusTracker(clock, InstantSource.system(), health::results, entryStateTracker);
        var vippy = new VippyRoutes(new NodeStatusSource(statusTracker));
        Loop loop = loop(config, local, storeBackend, addresses, health);
        List<Consumer<Cycle>> listeners = List.of(
                new CycleLogger(logger),
                metrics,
                healthEndpoints,
                local.recorder,
                entryStateTracker,
                statusTracker,
                hooks,
                vippy,
                health);
        var loopRunner = new LoopRunner(loop, bell, listeners);
        ConfigReloader configReloader = closer.add(reload(
                config,
                local.incarnation,
                loopRunner,
                List.of(health.reloadable(), next -> storeBackend.prepareReload(next.store())::run),
                logger,
                metrics,
                statusTracker));
        open(() -> ApiServers.open(
                config, storeBackend, statusTracker, routes(metrics, healthEndpoints, configReloader), vippy));
        health.start();
        return new WiredDaemon(loopRunner, health, local.previousTenancy, configReloader.start());
    }

    /// What this node is in this run, and what it was before.
    private record LocalNode(
            Incarnation incarnation, IncarnationRecorder recorder, Optional<PreviousTenancy> previousTenancy) {}

    private LocalNode localNode(Config config, Logger logger) throws ConfigException, IOException {
        Incarnation incarnation = Incarnation.of(random.nextLong());
        StateDirectory state = open(() ->
                StateDirectory.open(config.node().stateDir(), config.node().name(), LOCK_TIMEOUT));
        var recorder = new IncarnationRecorder(state, state.network(), incarnation, logger);
        return new LocalNode(incarnation, recorder, recorder.previousTenancy(clock.now()));
    }

    private NodeHealth health(Config config, LocalNode local, Logger logger) throws ConfigException, IOException {
        CheckReloader.CheckTypeLoader checkTypeLoader =
                directory -> DaemonConfiguration.checkTypes(directory, logger::warning);
        var eligibility = Eligibility.of(config, clock.now(), local.previousTenancy);
        return closer.add(new NodeHealth(config, eligibility, checkTypeLoader, logger::warning, clock, bell::ring));
    }

    private Loop loop(
            Config config, LocalNode local, StoreBackend storeBackend, NetlinkAddresses addresses, NodeHealth health)
            throws ConfigException, IOException {
        Peers peers = open(() -> DaemonConfiguration.peers(config, bell::ring));
        var ports = new LoopPorts(
                storeBackend.store(),
                addresses,
                health,
                clock,
                peers,
                random::nextLong,
                local.recorder::recordLease,
                storeBackend::hostSeen);
        return new Loop(
                DaemonConfiguration.loopSettings(config, local.incarnation),
                ports,
                config.leaseTiming(),
                local.previousTenancy);
    }

    private Metrics metrics(Config config, NodeHealth health, Hooks hooks) {
        var metrics = new Metrics(clock, health::results, config.leaseTiming().ttl(), Version.number());
        metrics.add(new HookMetrics(hooks));
        metrics.add(new LogMetrics(Logging::droppedLines));
        return metrics;
    }

    private StoreBackend store(Config config, NetlinkAddresses addresses, Metrics metrics, Logger logger)
            throws ConfigException, IOException {
        var callbacks = new StoreCallbacks(bell::ring, metrics::recordStoreCall, logger::warning);
        StoreContext context = StoreContexts.of(config, addresses::readHost);
        return open(() -> config.store().open(context, callbacks));
    }

    private static List<Route> routes(Metrics metrics, HealthEndpoints healthEndpoints, ConfigReloader configReloader) {
        var routes = new ArrayList<>(MonitoringRoutes.routes(metrics::scrape, healthEndpoints));
        routes.addAll(ReloadRoutes.routes(configReloader::reload));
        return routes;
    }

    private ConfigReloader reload(
            Config config,
            Incarnation incarnation,
            LoopRunner loopRunner,
            List<ConfigReloader.Reloadable> parts,
            Logger logger,
            Metrics metrics,
            StatusTracker statusTracker) {
        var followers = new ArrayList<ConfigReloader.Reloadable>(List.of(
                HostPrerequisites::prepareReload,
                next -> () -> Logging.reconfigure(next.log()),
                next -> () -> retainsOnStop = next.node().shutdown().retainsAddresses(),
                next -> () -> loopRunner.reconfigure(DaemonConfiguration.loopSettings(next, incarnation))));
        followers.addAll(parts);
        List<Consumer<ReloadResult>> listeners = List.of(
                new ReloadLogger(logger),
                metrics::recordReload,
                outcome -> statusTracker.addEvent(RELOAD, outcome.summary()));
        return new ConfigReloader(() -> DaemonConfiguration.load(options), Thread::sleep, config, followers, listeners);
    }

    /// Closed after the addresses have gone, since they deliver the drops.
    private Hooks hooks(Config config, EntryStateTracker entryStateTracker, Logger logger) {
        var hooks = closer.add(new Hooks(
                DaemonConfiguration.hooks(config, InstantSource.system()),
                config.node().name(),
                _ -> entryStateTracker.transitions(),
                clock,
                InstantSource.system(),
                random,
                new HookLogger(logger, clock)));
        hooks.start();
        return hooks;
    }

    /// Retained addresses of a previous incarnation would be dropped if entries were planned before the checks have
    /// a verdict.
    private void awaitFirstVerdict(WiredDaemon wiredDaemon) throws InterruptedException {
        Duration end = wiredDaemon
                .previousTenancy
                .filter(previousTenancy -> !previousTenancy.retained().isEmpty())
                .map(PreviousTenancy::proofEndsAt)
                .orElse(Duration.ZERO);
        while (!isStopping
                && wiredDaemon.health.results().isUndecided()
                && clock.now().compareTo(end) < 0) {
            bell.await(VERDICT_PAUSE);
        }
    }

    /// A failure is logged only: without a guardian, other nodes take over from a killed daemon when its lease has
    /// ended.
    private void startGuardian(IncarnationRecorder incarnationRecorder, Config config, Logger logger) {
        if (!config.node().shutdown().hasGuardian()) {
            return;
        }
        List<String> cleanupCommand = CleanupRunner.commandLine(
                DaemonConfiguration.programPath(),
                options,
                config.node().stateDir(),
                config.node().name().value());
        try {
            incarnationRecorder.setGuardian(Guardian.start(cleanupCommand));
        } catch (IOException e) {
            logger.log(Level.WARNING, "the guardian could not be started: {0}", e.getMessage());
        }
    }

    /// Ends the program with a status of its own if this host lacks something.
    private <T extends AutoCloseable> T open(Opener<T> opener) throws ConfigException, UnavailableException {
        try {
            return closer.add(opener.open());
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
    }

    private NetlinkAddresses addresses(Config config) throws IOException {
        NetlinkAddresses addresses =
                NetlinkAddresses.open(bell::ring, config.leaseTiming().expiryGuard());
        List<String> problems = HostPrerequisites.problems(config);
        if (!problems.isEmpty()) {
            addresses.close();
            throw new IOException(String.join(System.lineSeparator(), problems));
        }
        return addresses;
    }

    private interface Opener<T> {
        T open() throws ConfigException, IOException;
    }
}
