package io.yaim.sim;

import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What must become of a cluster that is left in peace: within a bound each entry is bound, then the shares
/// are fair, and then nothing moves any more.
final class Calm {

    /// How often it is looked whether everything is bound.
    private static final Duration LOOK = Duration.ofMillis(100);

    /// A move for balance leaves an entry alone for a moment, perhaps for this very one.
    private static final int LOOKS_PER_MOVE = 5;

    private static final Duration BREATH = Duration.ofSeconds(5);

    /// The longest back-off of an entry that could not be bound, and that again until it is forgotten.
    private static final int MOST_BREATHS = 260;

    /// After the last back-off: a quiet interval, the move and the announcements.
    private static final Duration SETTLING = Duration.ofSeconds(4);

    /// Three times 100 ms.
    private static final Duration PROBES = Duration.ofMillis(300);
    private static final Duration REST = Duration.ofSeconds(20);

    private final Setting setting;
    private final List<Machine> machines;
    private final Pool pool;
    private final MachineFaults faults;

    Calm(Setting setting, List<Machine> machines, Pool pool, MachineFaults faults) {
        this.setting = setting;
        this.machines = machines;
        this.pool = pool;
        this.faults = faults;
    }

    /// Within this time after the last fault every entry is bound that some node takes:
    ///
    /// - one ttl, after which the leases of the dead have ended, and nobody waits any more because the
    /// store
    ///   went back;
    /// - one renewal that is not answered in time, and the next one: by then each node knows what it has;
    /// - three exchanges with the store: keys are put, entries are claimed, and seen to be claimed;
    /// - three probes that nobody answers.
    ///
    /// Where nodes hold on to addresses without the store, one more ttl and an interval: a witness may have
    /// started only when all was well again, and does not know for that time what its former life promised
    /// to a node that has vanished; then it is asked to refuse it once in each interval.
    static Duration longestUnowned(Duration ttl, FailureMode mode) {
        Duration promised = mode == FailureMode.RELEASE ? Duration.ZERO : ttl.plus(Setting.INTERVAL);
        return promised.plus(plainlyUnowned(ttl));
    }

    private static Duration plainlyUnowned(Duration ttl) {
        return ttl.plus(Setting.INTERVAL)
                .plus(Setting.STORE_TIMEOUT.multipliedBy(4))
                .plus(PROBES);
    }

    /// The same for an entry whose mark was written by hand: it is left alone for two ttl.
    static Duration longestMarkedByHand(Duration ttl, FailureMode mode) {
        return longestUnowned(ttl, mode).plus(ttl.multipliedBy(2));
    }

    /// @throws AssertionError it did not become so
    void run() {
        setting.say("calm", "begins");
        mend();
        awaitOwners();
        awaitAcceptance();
        setting.timeline().run(SETTLING);
        checkShares();
        checkRest();
    }

    /// Whatever was wrong is not any more.
    void mend() {
        faults.end();
        setting.server().setGone(false);
        setting.server().setAway(false);
        setting.server().setSlowness(Duration.ZERO);
        setting.network().deliverLate();
        setting.peers().mend();
        pool.tidy();
        for (Machine machine : machines) {
            machine.mend();
            machine.endGuardians();
            machine.life
                    .filter(life -> !life.name().value().equals(machine.name()))
                    .ifPresent(Life::kill);
            machine.life.map(Life::process).ifPresent(HostProcess::thaw);
            machine.life.ifPresent(Life::reconnect);
            startIfOver(machine);
        }
    }

    /// As systemd does; but nobody starts a node right after a restore.
    void startIfOver(Machine machine) {
        if (faults.mayStart(machine)) {
            faults.start(machine, setting.dice().isOneIn(2));
        }
    }

    /// What was bound in the first moment need not stay so: the dead may have bound it.
    private void awaitOwners() {
        Set<VirtualIp> byHand = setting.server().truth().marks().values().stream()
                .filter(mark -> mark.lease().isEmpty())
                .map(Mark::ip)
                .collect(Collectors.toSet());
        Duration since = setting.timeline().now();
        watch(since, longestUnowned(setting.ttl(), setting.mode()), byHand, setting.mode() + ", plain");
        if (!byHand.isEmpty()) {
            watch(
                    since,
                    longestMarkedByHand(setting.ttl(), setting.mode()),
                    Set.of(),
                    setting.mode() + ", marked by hand");
        }
    }

    private void watch(Duration since, Duration bound, Set<VirtualIp> excused, String what) {
        Duration end = since.plus(bound);
        while (setting.timeline().now().compareTo(end) < 0) {
            setting.timeline().run(LOOK);
            machines.forEach(this::startIfOver);
            if (!unowned(excused).isEmpty()) {
                setting.tally().took(what, setting.timeline().now().minus(since));
            }
        }
        var left = new HashSet<>(unowned(excused));
        for (int i = 0; i < LOOKS_PER_MOVE && !left.isEmpty(); i++) {
            setting.timeline().run(LOOK);
            left.retainAll(unowned(excused));
        }
        require(left.isEmpty(), "unowned for too long: " + left);
    }

    /// The entries that are bound nowhere although some node takes them.
    private List<VirtualIp> unowned(Set<VirtualIp> excused) {
        View view = setting.server().truth();
        return view.pool().values().stream()
                .filter(entry -> !excused.contains(entry.ip()))
                .filter(entry -> setting.invariants().hosts(entry.ip()).isEmpty())
                .filter(entry ->
                        view.nodes().isEmpty() || view.nodes().values().stream().anyMatch(node -> node.takes(entry)))
                .map(Entry::ip)
                .toList();
    }

    private void awaitAcceptance() {
        for (int i = 0; i < MOST_BREATHS && isRefused(); i++) {
            setting.timeline().run(BREATH);
            machines.forEach(this::startIfOver);
        }
        require(!isRefused(), "some node is absent, or refuses entries, for ever");
    }

    private boolean isRefused() {
        Map<NodeName, Node> nodes = setting.server().truth().nodes();
        return nodes.size() < machines.size()
                || nodes.values().stream().anyMatch(node -> !node.refuses().isEmpty());
    }

    private void checkShares() {
        View view = setting.server().truth();
        var counts = new TreeMap<String, Integer>();
        machines.forEach(machine -> counts.put(machine.name(), 0));
        for (VirtualIp ip : pool.ips()) {
            List<Machine> hosts = setting.invariants().hosts(ip);
            int expected = view.pool().containsKey(ip) ? 1 : 0;
            require(hosts.size() == expected, ip + " is on " + hosts.size() + " hosts in the end");
            hosts.forEach(host -> counts.merge(host.name(), 1, Integer::sum));
        }
        if (!pool.isGrouped()) {
            int weights = machines.stream().mapToInt(Machine::weight).sum();
            for (Machine machine : machines) {
                double share = (double) view.pool().size() * machine.weight() / weights;
                int count = counts.getOrDefault(machine.name(), 0);
                require(
                        count >= Math.floor(share) && count <= Math.ceil(share),
                        machine.name() + " should have about " + share + " in " + counts);
            }
        }
    }

    private void checkRest() {
        long moves = setting.invariants().moves();
        long revision = setting.server().truth().revision();
        setting.timeline().run(REST);
        require(setting.invariants().moves() == moves, "addresses moved without a reason");
        require(setting.server().truth().revision() == revision, "the store changed without a reason");
    }

    static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new AssertionError(otherwise);
        }
    }
}
