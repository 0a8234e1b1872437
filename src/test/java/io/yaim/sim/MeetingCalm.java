package io.yaim.sim;

import static io.yaim.sim.Calm.require;

import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.Edition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must become of nodes that keep the store themselves and are left in peace: whole, in parts, whole again, and
/// after all have been dead.
final class MeetingCalm {

    private static final Duration LOOK = Duration.ofMillis(100);

    /// Until parts that hear each other are on one roll, all have been told, and who has what another is to have has
    /// seen it: a call that gets no answer, a renewal, and a look that takes its time.
    static final Duration DOUBLES_END = Meeting.LATEST_MERGE
            .plus(Meeting.LATEST_ROLL)
            .plus(Setting.STORE_TIMEOUT)
            .plus(Setting.INTERVAL);

    /// Whoever was told to stop has left by then, and started again.
    private static final int LOOKS_UNTIL_GONE = 40;

    private static final Duration BREATH = Duration.ofSeconds(5);
    private static final int MOST_BREATHS = 260;
    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final Duration REST = Duration.ofSeconds(15);

    private final Setting setting;
    private final Meeting meeting;
    private final List<Machine> machines;
    private final MeetingPool pool;
    private final MachineFaults faults;

    MeetingCalm(Setting setting, Meeting meeting, List<Machine> machines, MeetingPool pool, MachineFaults faults) {
        this.setting = setting;
        this.meeting = meeting;
        this.machines = machines;
        this.pool = pool;
        this.faults = faults;
    }

    /// @throws AssertionError it did not become so
    void run() {
        setting.say("calm", "begins");
        mend();
        awaitNoDoubles();
        awaitOneRoll();
        checkDisputes();
        pool.tidy(machines.getFirst());
        becomesWell(List.of(machines), "whole");
        checkRest();
        if (meeting.needsMajority() && setting.dice().isOneIn(2)) {
            new MeetingMajority(setting, meeting, machines, faults).run();
            awaitOneRoll();
            becomesWell(List.of(machines), "after a majority had to be found");
        }
        if (!meeting.needsMajority() && meeting.isVerifying() && setting.dice().isOneIn(3)) {
            deafen();
        }
        if (setting.dice().isOneIn(2)) {
            divide();
        }
        if (setting.dice().isOneIn(4)) {
            dieTogether();
        }
    }

    private void mend() {
        faults.end();
        meeting.calm();
        meeting.ways().mend();
        for (Machine machine : machines) {
            machine.mend();
            machine.endGuardians();
            machine.life
                    .filter(life -> !life.name().value().equals(machine.name()))
                    .ifPresent(Life::kill);
            machine.life.map(Life::process).ifPresent(HostProcess::thaw);
        }
        startAll();
    }

    private void startAll() {
        machines.stream().filter(faults::mayStart).forEach(machine -> faults.start(machine, true));
    }

    private void look() {
        setting.timeline().run(LOOK);
        startAll();
    }

    private void awaitNoDoubles() {
        Duration since = setting.timeline().now();
        while (hasDoubles()) {
            look();
            Duration time = setting.timeline().now().minus(since);
            setting.tally().took("doubles after all is mended", time);
            require(time.compareTo(DOUBLES_END) < 0, "still on two hosts " + time + " after all was mended");
        }
    }

    private boolean hasDoubles() {
        return setting.invariants().bearers().values().stream()
                .anyMatch(there -> there.values().stream()
                                .filter(bearer -> !bearer.isExtended())
                                .count()
                        > 1);
    }

    private void awaitOneRoll() {
        for (int i = 0; i < LOOKS_UNTIL_GONE; i++) {
            look();
        }
        Duration end = setting.timeline().now().plus(setting.ttl().multipliedBy(2));
        while (!isOneRoll() && setting.timeline().now().compareTo(end) < 0) {
            look();
        }
        require(isOneRoll(), "not all are on one roll");
    }

    private boolean isOneRoll() {
        return !meeting.ways().isDivided()
                && machines.stream()
                        .allMatch(machine -> view(machine).isPresent()
                                && MeetingPool.store(machine)
                                        .flatMap(MeetingStore::roll)
                                        .filter(roll -> roll.seats().size() == machines.size())
                                        .isPresent());
    }

    private static Optional<View> view(Machine machine) {
        return MeetingPool.store(machine).flatMap(MeetingStore::peek);
    }

    /// Who has another pool than the others, under the same version, has said so.
    private void checkDisputes() {
        setting.timeline().run(Duration.ofSeconds(1));
        Set<VirtualIp> clusters = view(machines.getFirst()).orElseThrow().pool().keySet();
        for (Machine machine : machines) {
            Edition kept = machine.keeper().kept();
            if (!kept.entries().keySet().equals(clusters)) {
                setting.tally().count("two pools under one version");
                require(
                        MeetingPool.store(machine).orElseThrow().told().stream()
                                .anyMatch(said -> said.contains("two under one version")),
                        machine.name() + " keeps another pool than the cluster's, and says nothing");
            }
        }
    }

    /// @param parts within each of which all is to be well
    private void becomesWell(List<List<Machine>> parts, String what) {
        Duration since = setting.timeline().now();
        Duration bound = setting.ttl().multipliedBy(2).plus(Duration.ofSeconds(4));
        Duration end = since.plus(bound);
        while (setting.timeline().now().compareTo(end) < 0) {
            look();
            if (!unowned(parts).isEmpty()) {
                setting.tally()
                        .took(what + ": without owner", setting.timeline().now().minus(since));
            }
        }
        var left = unowned(parts);
        for (int i = 0; i < 5 && !left.isEmpty(); i++) {
            look();
            left.retainAll(unowned(parts));
        }
        require(left.isEmpty(), what + ": unowned for too long: " + left);
        for (int i = 0; i < MOST_BREATHS && isRefused(parts); i++) {
            setting.timeline().run(BREATH);
            startAll();
        }
        require(!isRefused(parts), what + ": some node is absent, or refuses entries, for ever");
        setting.timeline().run(SETTLING);
        parts.forEach(part -> checkShares(part, what));
        parts.forEach(part -> checkCoordinator(part, what));
    }

    /// All name the one that coordinates.
    private void checkCoordinator(List<Machine> part, String what) {
        List<String> coordinators =
                part.stream().filter(meeting::coordinates).map(Machine::name).toList();
        for (Machine machine : part) {
            List<String> named = view(machine).flatMap(View::coordinator).stream()
                    .map(NodeName::value)
                    .toList();
            require(
                    named.equals(coordinators),
                    what + ": " + coordinators + " coordinates, and " + machine.name() + " names " + named);
        }
    }

    private List<String> unowned(List<List<Machine>> parts) {
        var unowned = new ArrayList<String>();
        for (List<Machine> part : parts) {
            for (VirtualIp ip : pool.ips()) {
                boolean isOwned = setting.invariants().hosts(ip).stream().anyMatch(part::contains);
                boolean isTaken = view(part.getFirst())
                        .filter(view -> view.pool().containsKey(ip)
                                && view.nodes().values().stream()
                                        .noneMatch(
                                                node -> node.takes(view.pool().get(ip)))
                                && !view.nodes().isEmpty())
                        .isEmpty();
                if (!isOwned && isTaken) {
                    unowned.add(ip + " in the part of " + part.getFirst().name());
                }
            }
        }
        return unowned;
    }

    private static boolean isRefused(List<List<Machine>> parts) {
        return parts.stream()
                .anyMatch(part -> view(part.getFirst())
                        .filter(view -> view.nodes().size() == part.size()
                                && view.nodes().values().stream()
                                        .allMatch(node -> node.refuses().isEmpty()))
                        .isEmpty());
    }

    private void checkShares(List<Machine> part, String what) {
        var counts = new TreeMap<String, Integer>();
        part.forEach(machine -> counts.put(machine.name(), 0));
        for (VirtualIp ip : pool.ips()) {
            List<Machine> hosts = setting.invariants().hosts(ip).stream()
                    .filter(part::contains)
                    .toList();
            require(hosts.size() == 1, what + ": " + ip + " is on " + hosts.size() + " hosts of a part in the end");
            hosts.forEach(host -> counts.merge(host.name(), 1, Integer::sum));
        }
        int weights = part.stream().mapToInt(Machine::weight).sum();
        for (Machine machine : part) {
            double share = (double) pool.ips().size() * machine.weight() / weights;
            int count = counts.getOrDefault(machine.name(), 0);
            require(
                    count >= Math.floor(share) && count <= Math.ceil(share),
                    what + ": " + machine.name() + " should have about " + share + " in " + counts);
        }
        Set<Edition> kept =
                part.stream().map(machine -> machine.keeper().kept()).collect(Collectors.toSet());
        require(
                kept.size() == 1 && kept.iterator().next().entries().keySet().equals(Set.copyOf(pool.ips())),
                what + ": not all keep the same pool, and all of it: " + kept);
    }

    private void checkRest() {
        long moves = setting.invariants().moves();
        long revision = view(machines.getFirst()).orElseThrow().revision();
        setting.timeline().run(REST);
        require(setting.invariants().moves() == moves, "addresses moved without a reason");
        require(view(machines.getFirst()).orElseThrow().revision() == revision, "the store changed without a reason");
    }

    /// Each part has every entry once; when they are one again, all of them have it once.
    private void divide() {
        List<Machine> here = machines.subList(0, 1 + setting.dice().below(machines.size() - 1));
        List<Machine> there = machines.subList(here.size(), machines.size());
        setting.say("calm", "divided after " + here.getLast().name());
        for (Machine one : here) {
            for (Machine other : there) {
                meeting.ways().cut(one.name(), other.name());
                meeting.ways().cut(other.name(), one.name());
            }
        }
        setting.timeline().run(setting.ttl());
        becomesWell(Stream.of(here, there).filter(this::mayHold).toList(), "in parts");
        Stream.of(here, there).filter(part -> !mayHold(part)).forEach(this::checkHoldsNothing);
        setting.say("calm", "united");
        meeting.ways().mend();
        awaitNoDoubles();
        becomesWell(List.of(machines), "united");
        checkRest();
        setting.tally().count("calm in parts");
    }

    /// One hears nobody, and all hear it. They are in the part in which they hear each other, and go on without it.
    private void deafen() {
        Machine deaf = setting.dice().pick(machines);
        List<Machine> others =
                machines.stream().filter(machine -> machine != deaf).toList();
        setting.say(deaf.name(), "calm: hears nobody");
        others.forEach(other -> meeting.ways().cut(other.name(), deaf.name()));
        setting.timeline().run(setting.ttl().multipliedBy(2));
        becomesWell(List.of(others), "beside a deaf one");
        meeting.ways().mend();
        awaitNoDoubles();
        becomesWell(List.of(machines), "no more deaf");
        setting.tally().count("calm beside a deaf one");
    }

    private boolean mayHold(List<Machine> part) {
        long voting = part.stream()
                .filter(machine -> meeting.voters().contains(new NodeName(machine.name())))
                .count();
        return !meeting.needsMajority() || voting > meeting.voters().size() / 2;
    }

    private void checkHoldsNothing(List<Machine> part) {
        for (VirtualIp ip : pool.ips()) {
            require(
                    setting.invariants().hosts(ip).stream().noneMatch(part::contains),
                    "in parts: " + ip + " is on a host of the part of "
                            + part.getFirst().name() + ", a minority");
        }
        setting.tally().count("calm without a majority");
    }

    /// The pool outlives them.
    private void dieTogether() {
        Set<VirtualIp> before = Set.copyOf(pool.ips());
        machines.forEach(machine -> machine.life.ifPresent(Life::kill));
        machines.forEach(Machine::endGuardians);
        setting.timeline().run(setting.dice().upTo(setting.ttl()));
        startAll();
        awaitOneRoll();
        becomesWell(List.of(machines), "after all were dead");
        require(
                view(machines.getFirst()).orElseThrow().pool().keySet().equals(before),
                "the pool is another one after all were dead");
        setting.tally().count("all were dead");
    }
}
