package io.yaim.sim.multicast;

import io.yaim.model.NodeName;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Group communication as the library does it. The first member of a membership view that is not suspected removes
/// members that were not heard for long. It adds newcomers at the end. Parts that reach each other again are merged.
/// Each member receives its view with a delay.
public final class SimulatedGroup {

    private static final Duration SCAN = Duration.ofMillis(100);
    private static final Duration SOONEST_MERGE = Duration.ofMillis(300);

    /// The longest time between two searches for parts that reach each other.
    public static final Duration LATEST_MERGE = Duration.ofMillis(1500);

    public static final Duration LATEST_VIEW = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofMillis(5);

    private final EventQueue eventQueue;
    private final Dice dice;
    private final Trace trace;
    private final Tally tally;
    private final Duration ttl;
    private final Duration detection;
    private final boolean verifiesSuspicions;
    private final boolean holdsBackEarlyMessages;
    private final boolean needsMajority;
    private final Reachability reachability;
    private final List<Member> members = new ArrayList<>();
    private int memberCount;
    private boolean hasBegun;
    private boolean hasQuiesced;
    private Set<NodeName> voters = Set.of();
    private Runnable watcher = () -> {};

    /// @param ttl of leases. After at most this time a member that is not heard is removed from the membership view
    public SimulatedGroup(EventQueue eventQueue, Dice dice, Trace trace, Tally tally, Duration ttl) {
        this.eventQueue = eventQueue;
        this.dice = dice;
        this.trace = trace;
        this.tally = tally;
        this.ttl = ttl;
        detection = dice.isOneIn(2) ? ttl : dice.between(ttl.multipliedBy(3).dividedBy(4), ttl);
        verifiesSuspicions = dice.isOneIn(2);
        holdsBackEarlyMessages = dice.isOneIn(2);
        needsMajority = dice.isOneIn(2);
        reachability = new Reachability(eventQueue);
    }

    /// Whether entries are held only where more than half of the voters are.
    public boolean needsMajority() {
        return needsMajority;
    }

    public boolean verifiesSuspicions() {
        return verifiesSuspicions;
    }

    public void setVoters(Set<NodeName> names) {
        voters = names;
    }

    public Set<NodeName> voters() {
        return voters;
    }

    public Duration ttl() {
        return ttl;
    }

    public Reachability reachability() {
        return reachability;
    }

    public boolean isOpen(String from, String to) {
        return reachability.reaches(from, to);
    }

    /// From now on every process that joins finds all that it reaches, and no process suspects others after a
    /// freeze.
    public void quiesce() {
        hasQuiesced = true;
    }

    public boolean isQuiesced() {
        return hasQuiesced;
    }

    /// Checks all members from now on, and runs `watcher` after each check.
    public void begin(Runnable newWatcher) {
        watcher = newWatcher;
        if (!hasBegun) {
            hasBegun = true;
            checkMembers();
            merge();
        }
    }

    SimulatedChannel member(Machine machine, HostProcess process, int cardIndex) {
        memberCount++;
        return new SimulatedChannel(
                this, machine, process, new MemberId("s" + memberCount + "-" + dice.below(1000)), cardIndex);
    }

    /// One member as the library sees it.
    static final class Member {

        final SimulatedChannel channel;
        MembershipView view;
        final List<MemberId> suspected = new ArrayList<>();
        final Set<MemberId> unresponsive = new HashSet<>();
        final Map<MemberId, Duration> lastHeard = new HashMap<>();
        boolean wasFrozen;

        Member(SimulatedChannel voice, MembershipView issued) {
            this.channel = voice;
            this.view = issued;
        }

        String host() {
            return channel.machine().name();
        }
    }

    private Optional<Member> at(MemberId memberId) {
        return members.stream()
                .filter(member -> member.channel.memberId().equals(memberId))
                .findFirst();
    }

    Optional<SimulatedChannel> channel(MemberId memberId) {
        return at(memberId).map(member -> member.channel);
    }

    Dice dice() {
        return dice;
    }

    public EventQueue eventQueue() {
        return eventQueue;
    }

    Trace trace() {
        return trace;
    }

    boolean holdsBackEarlyMessages() {
        return holdsBackEarlyMessages;
    }

    private boolean isMutual(Member one, Member other) {
        return reachability.reaches(one.host(), other.host()) && reachability.reaches(other.host(), one.host());
    }

    /// A process joins: through a member that it reaches, or else alone.
    ///
    /// @param isAlone whether to join in any case
    void enter(SimulatedChannel voice, boolean isAlone) {
        var member = new Member(voice, new MembershipView(0, false, List.of(voice.memberId())));
        List<Member> reachable = members.stream()
                .filter(other -> isAwake(other) && isMutual(member, other))
                .toList();
        boolean isMissed = reachable.isEmpty() || isAlone || (!hasQuiesced && dice.isOneIn(10));
        Optional<Member> host = isMissed
                ? Optional.empty()
                : at(dice.pick(reachable).view.coordinator())
                        .filter(coordinator -> isAwake(coordinator) && isMutual(member, coordinator))
                        .filter(coordinator -> coordinator.view.coordinator().equals(coordinator.channel.memberId()));
        if (host.isPresent()) {
            members.add(member);
            var all = new ArrayList<>(host.get().view.members());
            all.add(voice.memberId());
            installView(host.get(), new MembershipView(host.get().view.number() + 1, false, all));
        } else if (isMissed) {
            members.add(member);
            members.forEach(other -> reachability.divide(member.host(), other.host()));
            installView(member, new MembershipView(1, false, List.of(voice.memberId())));
        }
    }

    boolean isIn(SimulatedChannel voice) {
        return members.stream().anyMatch(member -> member.channel == voice);
    }

    /// The connections of the process break. Members that have one notice.
    void remove(SimulatedChannel voice) {
        members.removeIf(member -> member.channel == voice);
        eventQueue.after(
                dice.upTo(SOON),
                () -> members.stream()
                        .filter(other -> isAwake(other)
                                && voice.isAttached()
                                && reachability.reaches(voice.machine().name(), other.host()))
                        .toList()
                        .forEach(other -> {
                            if (other.view.members().contains(voice.memberId())) {
                                other.suspected.add(voice.memberId());
                                expelSuspects(other);
                            }
                        }));
    }

    private static boolean isAwake(Member member) {
        return member.channel.isAwake();
    }

    private void checkMembers() {
        Duration now = eventQueue.now();
        for (Member member : List.copyOf(members)) {
            if (!isAwake(member)) {
                member.wasFrozen = true;
                continue;
            }
            boolean forgives = hasQuiesced || dice.below(4) > 0;
            if (member.wasFrozen && forgives) {
                member.lastHeard.clear();
            }
            member.wasFrozen = false;
            for (MemberId memberId : member.view.members()) {
                checkHeard(member, memberId, now);
            }
            expelSuspects(member);
        }
        reachability.rejoin(this::haveSameView);
        watcher.run();
        eventQueue.after(SCAN, this::checkMembers);
    }

    private void checkHeard(Member member, MemberId memberId, Duration now) {
        Optional<Member> other = at(memberId);
        boolean isHeard = other.filter(one -> isAwake(one) && reachability.reaches(one.host(), member.host()))
                .filter(one -> !member.unresponsive.contains(memberId))
                .isPresent();
        if (isHeard) {
            member.lastHeard.put(memberId, now);
            member.suspected.remove(memberId);
        } else if (now.minus(member.lastHeard.computeIfAbsent(memberId, _ -> now))
                        .compareTo(detection)
                >= 0) {
            addSuspect(member, memberId);
        }
    }

    /// Whether a member responds is found out by asking it.
    void reportUnresponsive(SimulatedChannel by, MemberId memberId) {
        Optional<Member> other = at(memberId);
        members.stream().filter(member -> member.channel == by).forEach(member -> {
            if (other.filter(one -> isAwake(one) && isMutual(member, one)).isEmpty()) {
                member.unresponsive.add(memberId);
            }
        });
    }

    private void addSuspect(Member member, MemberId memberId) {
        if (!member.suspected.contains(memberId)) {
            member.suspected.add(memberId);
        }
        Optional<MemberId> acting = actingCoordinator(member);
        acting.flatMap(this::at)
                .filter(one -> isAwake(one) && reachability.reaches(member.host(), one.host()))
                .filter(one -> one.view.members().contains(memberId) && !one.suspected.contains(memberId))
                .filter(one -> !verifiesSuspicions || !isHeardBy(one, memberId))
                .ifPresent(one -> one.suspected.add(memberId));
    }

    private boolean isHeardBy(Member one, MemberId memberId) {
        return at(memberId)
                .filter(other -> isAwake(other) && isMutual(one, other))
                .isPresent();
    }

    private static Optional<MemberId> actingCoordinator(Member member) {
        return member.view.members().stream()
                .filter(memberId -> !member.suspected.contains(memberId))
                .findFirst();
    }

    /// The first member that is not suspected removes those that are.
    private void expelSuspects(Member member) {
        boolean isActing = actingCoordinator(member)
                .filter(member.channel.memberId()::equals)
                .isPresent();
        if (isActing && member.view.members().stream().anyMatch(member.suspected::contains)) {
            expel(member, member.suspected::contains);
            member.suspected.clear();
        }
    }

    /// Removes some members from the membership view of the acting coordinator.
    private void expel(Member member, Predicate<MemberId> who) {
        List<MemberId> left = member.view.members().stream()
                .filter(memberId -> !who.test(memberId) || memberId.equals(member.channel.memberId()))
                .toList();
        for (MemberId memberId : member.view.members()) {
            if (!left.contains(memberId)) {
                at(memberId)
                        .filter(SimulatedGroup::isAwake)
                        .ifPresent(awake -> left.forEach(other ->
                                at(other).ifPresent(present -> reachability.divide(awake.host(), present.host()))));
            }
        }
        installView(member, new MembershipView(member.view.number() + 1, false, left));
    }

    /// Removes a member that runs and answers from the membership view.
    ///
    /// @return whether there was such a member
    public boolean suspectFalsely() {
        List<Member> many = members.stream()
                .filter(member -> isAwake(member) && member.view.members().size() > 1)
                .toList();
        if (many.isEmpty()) {
            return false;
        }
        Member judge = dice.pick(many);
        MemberId coordinator = judge.view.coordinator();
        boolean isCoordinator = coordinator.equals(judge.channel.memberId());
        MemberId other = dice.pick(judge.view.members().stream()
                .filter(memberId -> !memberId.equals(judge.channel.memberId()))
                .toList());
        // a member that is not the coordinator removes all before it
        int own = judge.view.members().indexOf(judge.channel.memberId());
        expel(
                judge,
                memberId -> isCoordinator
                        ? memberId.equals(other)
                        : judge.view.members().indexOf(memberId) < own);
        return true;
    }

    /// Whether the machine is the first in its own membership view.
    public boolean coordinates(Machine machine) {
        return members.stream()
                .anyMatch(member -> member.channel.machine() == machine
                        && member.view.coordinator().equals(member.channel.memberId()));
    }

    private void merge() {
        List<Member> awake = members.stream().filter(SimulatedGroup::isAwake).toList();
        if (!awake.isEmpty()) {
            mergeAround(dice.pick(awake), awake);
        }
        eventQueue.after(dice.between(SOONEST_MERGE, LATEST_MERGE), this::merge);
    }

    private void mergeAround(Member leader, List<Member> awake) {
        var united = new ArrayList<Member>(List.of(leader));
        for (Member other : awake) {
            boolean isHeardByAll = united.stream().allMatch(one -> isMutual(one, other));
            if (other != leader && isHeardByAll) {
                united.add(other);
            }
        }
        if (united.stream().allMatch(member -> member.view.equals(leader.view))) {
            return;
        }
        List<Member> coordinators = united.stream()
                .filter(member -> member.view.coordinator().equals(member.channel.memberId()))
                .toList();
        Member first = dice.pick(coordinators.isEmpty() ? united : coordinators);
        var all = new ArrayList<MemberId>(List.of(first.channel.memberId()));
        united.stream().filter(member -> member != first).forEach(member -> all.add(member.channel.memberId()));
        members.stream()
                .filter(member -> !isAwake(member) && dice.isOneIn(3) && isKnown(member, united))
                .forEach(member -> all.add(member.channel.memberId()));
        long number =
                united.stream().mapToLong(member -> member.view.number()).max().orElseThrow() + 1;
        tally.count("views merged");
        separateLeftOut(united, all);
        installView(leader, new MembershipView(number, true, all));
    }

    private static boolean isKnown(Member member, List<Member> united) {
        return united.stream().anyMatch(one -> one.view.members().contains(member.channel.memberId()));
    }

    /// A member that runs but is not in the merged view, because it does not reach all others, is divided from them
    /// from now on.
    private void separateLeftOut(List<Member> united, List<MemberId> all) {
        members.stream()
                .filter(member -> isAwake(member) && !all.contains(member.channel.memberId()))
                .forEach(member -> united.forEach(one -> reachability.divide(member.host(), one.host())));
    }

    private void installView(Member by, MembershipView membershipView) {
        trace.log(by.host(), () -> "installs " + membershipView);
        tally.count("views installed");
        for (MemberId memberId : membershipView.members()) {
            Duration delay = memberId.equals(by.channel.memberId()) ? Duration.ZERO : dice.ofAnyLength(LATEST_VIEW);
            deliverView(by, memberId, membershipView, delay, eventQueue.now().plus(detection));
        }
    }

    private void deliverView(
            Member by, MemberId memberId, MembershipView membershipView, Duration delay, Duration until) {
        Optional<Member> known = at(memberId);
        if (known.isEmpty()) {
            return;
        }
        Member to = known.get();
        if (to == by) {
            acceptView(to, membershipView);
            return;
        }
        eventQueue.after(delay, () -> {
            boolean areAttached = by.channel.isAttached() && to.channel.isAttached();
            if (areAttached && reachability.reaches(by.host(), to.host())) {
                acceptView(to, membershipView);
            } else if (eventQueue.now().compareTo(until) < 0) {
                deliverView(by, memberId, membershipView, SCAN, until);
            }
        });
    }

    private void acceptView(Member to, MembershipView membershipView) {
        if (members.contains(to) && membershipView.number() > to.view.number()) {
            to.view = membershipView;
            to.suspected.clear();
            to.unresponsive.clear();
            to.lastHeard.clear();
            to.channel.enqueueView(membershipView);
        }
    }

    /// Whether both have received the same membership view, and reach each other.
    private boolean haveSameView(String one, String other) {
        Optional<MembershipView> here = view(one);
        return here.isPresent() && here.equals(view(other));
    }

    private Optional<MembershipView> view(String host) {
        return members.stream()
                .filter(member -> member.host().equals(host))
                .map(member -> member.channel.view())
                .flatMap(Optional::stream)
                .findFirst();
    }
}
