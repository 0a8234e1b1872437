package io.yaim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What must become of a cluster that is left in peace: within a bound each entry is bound, then the shares
/// are fair, and then nothing moves any more.
final class Calm {

    /// How often it is looked whether everything is bound.
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration BREATH = Duration.ofSeconds(5);

    /// The longest back-off of an entry that could not be bound, and that again until it is forgotten.
    private static final int MOST_BREATHS = 260;

    /// After the last back-off: a quiet interval, the move and the announcements.
    private static final Duration SETTLING = Duration.ofSeconds(4);

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

    /// Within this time after the last fault every entry is bound that some node takes; with the times of a
    /// node that the store granted `ttl`:
    ///
    /// - one ttl, in which the leases of the dead end, or in which nobody obtains one since the store went
    ///   back;
    /// - one renewal and its timeout, after which the last node has noticed that it went back or has a lease
    ///   no more;
    /// - two ttl instead, and a renewal, where a mark was written by hand and is left alone for so long;
    /// - two seconds of passes, in which keys are put, entries are claimed and bound, each with its answer.
    static Duration longestUnowned(Duration ttl) {
        return ttl.multipliedBy(2)
                .plus(Setting.INTERVAL)
                .plus(Setting.STORE_TIMEOUT)
                .plusSeconds(2);
    }

    void run() {
        setting.say("calm", "begins");
        if (setting.server().hasJustGoneBack(setting.ttl().multipliedBy(2))) {
            setting.timeline().run(setting.ttl().multipliedBy(2));
        }
        mend();
        awaitOwners();
        awaitAcceptance();
        setting.timeline().run(SETTLING);
        checkShares();
        checkRest();
    }

    private void mend() {
        faults.end();
        setting.server().setAway(false);
        setting.server().setSlowness(Duration.ZERO);
        setting.network().deliverLate();
        pool.tidy();
        for (Machine machine : machines) {
            machine.mend();
            machine.life.ifPresent(Life::thaw);
            machine.life.ifPresent(Life::reconnect);
            startIfOver(machine);
        }
    }

    private void startIfOver(Machine machine) {
        if (!machine.isRunning()) {
            faults.start(machine, setting.dice().isOneIn(2) ? machine.record : Optional.empty());
        }
    }

    /// What was bound in the first moment need not stay so: the dead may have bound it.
    private void awaitOwners() {
        Duration since = setting.timeline().now();
        Duration end = since.plus(longestUnowned(setting.ttl()));
        while (setting.timeline().now().compareTo(end) < 0) {
            setting.timeline().run(LOOK);
            machines.forEach(this::startIfOver);
            if (!unowned().isEmpty()) {
                setting.tally().took(setting.timeline().now().minus(since));
            }
        }
        assertThat(unowned()).as("unowned for so long since the calm began").isEmpty();
    }

    /// The entries that are bound nowhere although some node takes them.
    private List<VirtualIp> unowned() {
        View view = setting.server().truth();
        return view.pool().values().stream()
                .filter(entry -> setting.invariants().hosts(entry.ip()).isEmpty())
                .filter(entry -> view.nodes().size() < machines.size()
                        || view.nodes().values().stream().anyMatch(node -> node.takes(entry)))
                .map(io.yaim.model.Entry::ip)
                .toList();
    }

    private void awaitAcceptance() {
        for (int i = 0; i < MOST_BREATHS && isRefused(); i++) {
            setting.timeline().run(BREATH);
        }
        assertThat(isRefused()).as("refused for ever").isFalse();
        assertThat(unowned()).as("unowned though nobody refuses them").isEmpty();
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
            assertThat(hosts)
                    .as("hosts of %s in the end", ip)
                    .hasSize(view.pool().containsKey(ip) ? 1 : 0);
            hosts.forEach(host -> counts.merge(host.name(), 1, Integer::sum));
        }
        if (!pool.isGrouped()) {
            int weights = machines.stream().mapToInt(Machine::weight).sum();
            for (Machine machine : machines) {
                double share = (double) view.pool().size() * machine.weight() / weights;
                assertThat((double) counts.getOrDefault(machine.name(), 0))
                        .as("share of %s of %s", machine.name(), counts)
                        .isBetween(Math.floor(share), Math.ceil(share));
            }
        }
    }

    private void checkRest() {
        long moves = setting.invariants().moves();
        long revision = setting.server().truth().revision();
        setting.timeline().run(REST);
        assertThat(setting.invariants().moves()).as("addresses moved").isEqualTo(moves);
        assertThat(setting.server().truth().revision())
                .as("revision of the store")
                .isEqualTo(revision);
    }
}
