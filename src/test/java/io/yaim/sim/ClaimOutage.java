package io.yaim.sim;

import static io.yaim.sim.Calm.require;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What mode `claim` is for: the store goes away for long, some nodes die, others do not hear each other
/// for a while. Within a bound after the last of that each entry is on one of the nodes that live, and
/// stays.
final class ClaimOutage {

    /// A ttl in which nobody starts after a restore, and one in which the keys of the dead end.
    private static final Duration SETTLING = Duration.ofSeconds(24);

    private static final Duration LONGEST_BEFORE = Duration.ofSeconds(15);
    private static final Duration TROUBLE = Duration.ofSeconds(25);

    /// From the last trouble on: doubles end, and in the worst case both give way; who has an address is
    /// asked again, the last of seven nodes begins, and probes. For a node that died last: its lifetimes,
    /// late.
    private static final Duration BOUND = Claims.BY_WIRE
            .plus(Duration.ofSeconds(2))
            .plus(Duration.ofSeconds(5))
            .plus(Duration.ofSeconds(2));

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(15);

    private final Setting setting;
    private final Dice dice;
    private final List<Machine> machines;
    private final Calm calm;

    ClaimOutage(Setting setting, List<Machine> machines, Calm calm) {
        this.setting = setting;
        this.machines = machines;
        this.calm = calm;
        dice = setting.dice();
    }

    /// Who starts meanwhile does not know the pool, and takes nothing.
    ///
    /// @throws AssertionError some entry is on no node that lives, or on two
    void run() {
        calm.mend();
        for (Duration end = setting.timeline().now().plus(SETTLING);
                setting.timeline().now().compareTo(end) < 0; ) {
            setting.timeline().run(LOOK);
            machines.forEach(calm::startIfOver);
        }
        View last = setting.server().truth();
        setting.say("outage", "begins");
        setting.server().setGone(true);
        setting.timeline().run(dice.upTo(LONGEST_BEFORE));
        trouble();
        setting.peers().mend();
        machines.forEach(machine -> machine.life.map(Life::process).ifPresent(HostProcess::thaw));
        setting.timeline().run(BOUND);
        Map<VirtualIp, List<Machine>> owners = owners(last);
        setting.timeline().run(REST);
        require(owners.equals(owners(last)), "without a store, addresses moved without a reason");
        setting.tally().count("outages");
    }

    private void trouble() {
        int deaths = dice.below(machines.size());
        for (int i = 0; i < deaths; i++) {
            Machine machine = machines.get(i);
            Duration at = dice.upTo(TROUBLE);
            setting.timeline().after(at, () -> machine.life.ifPresent(Life::kill));
            if (dice.isOneIn(3)) {
                setting.timeline().after(at.plus(dice.upTo(TROUBLE)), () -> calm.startIfOver(machine));
            }
        }
        Machine frozen = dice.pick(machines);
        if (dice.isOneIn(2)) {
            frozen.life.ifPresent(life -> life.process().freeze(dice.ofAnyLength(TROUBLE)));
        }
        Machine apart = dice.pick(machines);
        if (dice.isOneIn(2)) {
            for (Machine other : machines) {
                setting.peers().cut(apart, other);
                setting.peers().cut(other, apart);
            }
        }
        setting.timeline().run(TROUBLE);
    }

    private Map<VirtualIp, List<Machine>> owners(View last) {
        var owners = new HashMap<VirtualIp, List<Machine>>();
        for (VirtualIp ip : last.pool().keySet()) {
            boolean isRefused = last.nodes().values().stream()
                    .anyMatch(node -> node.refuses().containsKey(ip));
            if (setting.claims().isClaimed(ip) && !isRefused) {
                List<Machine> hosts = setting.invariants().hosts(ip);
                owners.put(ip, hosts);
                require(
                        hosts.size() == 1,
                        "without a store, " + ip + " is on "
                                + hosts.stream().map(Machine::name).toList());
            }
        }
        return owners;
    }
}
