package io.yaim.sim;

import io.yaim.model.NodeName;
import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Group communication among the nodes, as the library does it: the first on a roll that is not suspected takes off it
/// who has not been heard for long, lets newcomers in at its end, and parts that hear each other again are united.
/// Each is told when its turn comes, which may be late.
final class Meeting {

    private static final Duration SCAN = Duration.ofMillis(100);
    private static final Duration SOONEST_MERGE = Duration.ofMillis(300);

    /// Between two looks whether there are parts that hear each other.
    static final Duration LATEST_MERGE = Duration.ofMillis(1500);

    static final Duration LATEST_ROLL = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofMillis(5);

    private final Timeline timeline;
    private final Dice dice;
    private final Trace trace;
    private final Tally tally;
    private final Duration ttl;
    private final Duration detection;
    private final boolean isVerifying;
    private final boolean isEager;
    private final boolean needsMajority;
    private final Ways ways;
    private final List<Member> members = new ArrayList<>();
    private int seats;
    private boolean hasBegun;
    private boolean isQuiet;
    private Set<NodeName> voters = Set.of();
    private Runnable watcher = () -> {};

    /// @param ttl of leases, and at most the time after which who is not heard is taken off the roll
    Meeting(Timeline timeline, Dice dice, Trace trace, Tally tally, Duration ttl) {
        this.timeline = timeline;
        this.dice = dice;
        this.trace = trace;
        this.tally = tally;
        this.ttl = ttl;
        detection = dice.isOneIn(2) ? ttl : dice.between(ttl.multipliedBy(3).dividedBy(4), ttl);
        isVerifying = dice.isOneIn(2);
        isEager = dice.isOneIn(2);
        needsMajority = dice.isOneIn(2);
        ways = new Ways(timeline);
    }

    /// Whether entries are held only where more than half of the voters are.
    boolean needsMajority() {
        return needsMajority;
    }

    boolean isVerifying() {
        return isVerifying;
    }

    void setVoters(Set<NodeName> names) {
        voters = names;
    }

    Set<NodeName> voters() {
        return voters;
    }

    Duration ttl() {
        return ttl;
    }

    Ways ways() {
        return ways;
    }

    boolean isOpen(String from, String to) {
        return ways.isOpen(from, to);
    }

    /// From here on everybody who asks finds whom he can reach, and nobody wakes up to suspect others.
    void calm() {
        isQuiet = true;
    }

    boolean isCalm() {
        return isQuiet;
    }

    /// Looks at everything from now on, and lets `watcher` look, too.
    void begin(Runnable newWatcher) {
        watcher = newWatcher;
        if (!hasBegun) {
            hasBegun = true;
            scan();
            merge();
        }
    }

    MeetingMember member(Machine machine, HostProcess process, Assembly.Listener listener) {
        seats++;
        return new MeetingMember(this, machine, process, new Seat("s" + seats + "-" + dice.below(1000)), listener);
    }

    /// Where one member is with others in the eyes of the library.
    static final class Member {

        final MeetingMember voice;
        Roll issued;
        final List<Seat> suspected = new ArrayList<>();
        final Set<Seat> deaf = new HashSet<>();
        final Map<Seat, Duration> heard = new HashMap<>();
        boolean wasFrozen;

        Member(MeetingMember voice, Roll issued) {
            this.voice = voice;
            this.issued = issued;
        }

        String host() {
            return voice.machine().name();
        }
    }

    private Optional<Member> at(Seat seat) {
        return members.stream()
                .filter(member -> member.voice.seat().equals(seat))
                .findFirst();
    }

    Optional<MeetingMember> voice(Seat seat) {
        return at(seat).map(member -> member.voice);
    }

    Dice dice() {
        return dice;
    }

    Timeline timeline() {
        return timeline;
    }

    boolean isEager() {
        return isEager;
    }

    private boolean isMutual(Member one, Member other) {
        return ways.isOpen(one.host(), other.host()) && ways.isOpen(other.host(), one.host());
    }

    /// Somebody comes in: to those who let him, or else alone.
    ///
    /// @param isAlone whether to come in at any price
    void enter(MeetingMember voice, boolean isAlone) {
        var member = new Member(voice, new Roll(0, false, List.of(voice.seat())));
        List<Member> reachable = members.stream()
                .filter(other -> isAwake(other) && isMutual(member, other))
                .toList();
        boolean isMissed = reachable.isEmpty() || isAlone || (!isQuiet && dice.isOneIn(10));
        Optional<Member> host = isMissed
                ? Optional.empty()
                : at(dice.pick(reachable).issued.coordinator())
                        .filter(coordinator -> isAwake(coordinator) && isMutual(member, coordinator))
                        .filter(coordinator -> coordinator.issued.coordinator().equals(coordinator.voice.seat()));
        if (host.isPresent()) {
            members.add(member);
            var all = new ArrayList<>(host.get().issued.seats());
            all.add(voice.seat());
            issue(host.get(), new Roll(host.get().issued.number() + 1, false, all));
        } else if (isMissed) {
            members.add(member);
            members.forEach(other -> ways.divide(member.host(), other.host()));
            issue(member, new Roll(1, false, List.of(voice.seat())));
        }
    }

    boolean isIn(MeetingMember voice) {
        return members.stream().anyMatch(member -> member.voice == voice);
    }

    /// Its connections break: whoever has one notices.
    void gone(MeetingMember voice) {
        members.removeIf(member -> member.voice == voice);
        timeline.after(
                dice.upTo(SOON),
                () -> members.stream()
                        .filter(other ->
                                isAwake(other) && ways.isOpen(voice.machine().name(), other.host()))
                        .toList()
                        .forEach(other -> {
                            if (other.issued.seats().contains(voice.seat())) {
                                other.suspected.add(voice.seat());
                                decide(other);
                            }
                        }));
    }

    private static boolean isAwake(Member member) {
        return member.voice.isAwake();
    }

    private void scan() {
        Duration now = timeline.now();
        for (Member member : List.copyOf(members)) {
            if (!isAwake(member)) {
                member.wasFrozen = true;
                continue;
            }
            boolean forgives = isQuiet || dice.below(4) > 0;
            if (member.wasFrozen && forgives) {
                member.heard.clear();
            }
            member.wasFrozen = false;
            for (Seat seat : member.issued.seats()) {
                look(member, seat, now);
            }
            decide(member);
        }
        ways.settle(this::areTogether);
        watcher.run();
        timeline.after(SCAN, this::scan);
    }

    private void look(Member member, Seat seat, Duration now) {
        Optional<Member> other = at(seat);
        boolean isHeard = other.filter(one -> isAwake(one) && ways.isOpen(one.host(), member.host()))
                .filter(one -> !member.deaf.contains(seat))
                .isPresent();
        if (isHeard) {
            member.heard.put(seat, now);
            member.suspected.remove(seat);
        } else if (now.minus(member.heard.computeIfAbsent(seat, _ -> now)).compareTo(detection) >= 0) {
            suspect(member, seat);
        }
    }

    /// Whether somebody hears is found out by asking.
    void complain(MeetingMember by, Seat seat) {
        Optional<Member> other = at(seat);
        members.stream().filter(member -> member.voice == by).forEach(member -> {
            if (other.filter(one -> isAwake(one) && isMutual(member, one)).isEmpty()) {
                member.deaf.add(seat);
            }
        });
    }

    private void suspect(Member member, Seat seat) {
        if (!member.suspected.contains(seat)) {
            member.suspected.add(seat);
        }
        Optional<Seat> acting = acting(member);
        acting.flatMap(this::at)
                .filter(one -> isAwake(one) && ways.isOpen(member.host(), one.host()))
                .filter(one -> one.issued.seats().contains(seat) && !one.suspected.contains(seat))
                .filter(one -> !isVerifying || !isHeardBy(one, seat))
                .ifPresent(one -> one.suspected.add(seat));
    }

    private boolean isHeardBy(Member one, Seat seat) {
        return at(seat).filter(other -> isAwake(other) && isMutual(one, other)).isPresent();
    }

    private static Optional<Seat> acting(Member member) {
        return member.issued.seats().stream()
                .filter(seat -> !member.suspected.contains(seat))
                .findFirst();
    }

    /// Whoever is the first that is not suspected takes the others off.
    private void decide(Member member) {
        boolean isActing = acting(member).filter(member.voice.seat()::equals).isPresent();
        if (isActing && member.issued.seats().stream().anyMatch(member.suspected::contains)) {
            expel(member, member.suspected::contains);
            member.suspected.clear();
        }
    }

    /// Takes some off the roll of one who acts for the others.
    private void expel(Member member, Predicate<Seat> who) {
        List<Seat> left = member.issued.seats().stream()
                .filter(seat -> !who.test(seat) || seat.equals(member.voice.seat()))
                .toList();
        for (Seat seat : member.issued.seats()) {
            if (!left.contains(seat)) {
                at(seat).filter(Meeting::isAwake)
                        .ifPresent(awake -> left.forEach(
                                other -> at(other).ifPresent(present -> ways.divide(awake.host(), present.host()))));
            }
        }
        issue(member, new Roll(member.issued.number() + 1, false, left));
    }

    /// Somebody who is there and answers is taken off the roll.
    ///
    /// @return whether there is somebody to be
    boolean suspectFalsely() {
        List<Member> many = members.stream()
                .filter(member -> isAwake(member) && member.issued.seats().size() > 1)
                .toList();
        if (many.isEmpty()) {
            return false;
        }
        Member judge = dice.pick(many);
        Seat coordinator = judge.issued.coordinator();
        boolean isCoordinator = coordinator.equals(judge.voice.seat());
        Seat other = dice.pick(judge.issued.seats().stream()
                .filter(seat -> !seat.equals(judge.voice.seat()))
                .toList());
        // who is not the coordinator takes all before him off
        int own = judge.issued.seats().indexOf(judge.voice.seat());
        expel(
                judge,
                seat -> isCoordinator
                        ? seat.equals(other)
                        : judge.issued.seats().indexOf(seat) < own);
        return true;
    }

    /// Whether it is the first on its own roll.
    boolean coordinates(Machine machine) {
        return members.stream()
                .anyMatch(member -> member.voice.machine() == machine
                        && member.issued.coordinator().equals(member.voice.seat()));
    }

    private void merge() {
        List<Member> awake = members.stream().filter(Meeting::isAwake).toList();
        if (!awake.isEmpty()) {
            mergeAround(dice.pick(awake), awake);
        }
        timeline.after(dice.between(SOONEST_MERGE, LATEST_MERGE), this::merge);
    }

    private void mergeAround(Member leader, List<Member> awake) {
        var united = new ArrayList<Member>(List.of(leader));
        for (Member other : awake) {
            boolean isHeardByAll = united.stream().allMatch(one -> isMutual(one, other));
            if (other != leader && isHeardByAll) {
                united.add(other);
            }
        }
        if (united.stream().allMatch(member -> member.issued.equals(leader.issued))) {
            return;
        }
        List<Member> coordinators = united.stream()
                .filter(member -> member.issued.coordinator().equals(member.voice.seat()))
                .toList();
        Member first = dice.pick(coordinators.isEmpty() ? united : coordinators);
        var all = new ArrayList<Seat>(List.of(first.voice.seat()));
        united.stream().filter(member -> member != first).forEach(member -> all.add(member.voice.seat()));
        members.stream()
                .filter(member -> !isAwake(member) && dice.isOneIn(3) && isKnown(member, united))
                .forEach(member -> all.add(member.voice.seat()));
        long number = united.stream()
                        .mapToLong(member -> member.issued.number())
                        .max()
                        .orElseThrow()
                + 1;
        tally.count("rolls merged");
        leaveOut(united, all);
        issue(leader, new Roll(number, true, all));
    }

    private static boolean isKnown(Member member, List<Member> united) {
        return united.stream().anyMatch(one -> one.issued.seats().contains(member.voice.seat()));
    }

    /// Who is there and does not come along, because he does not hear all of them, is apart from now on.
    private void leaveOut(List<Member> united, List<Seat> all) {
        members.stream()
                .filter(member -> isAwake(member) && !all.contains(member.voice.seat()))
                .forEach(member -> united.forEach(one -> ways.divide(member.host(), one.host())));
    }

    private void issue(Member by, Roll roll) {
        trace.say(by.host(), () -> "tells roll " + roll);
        tally.count("rolls");
        for (Seat seat : roll.seats()) {
            Duration delay = seat.equals(by.voice.seat()) ? Duration.ZERO : dice.ofAnyLength(LATEST_ROLL);
            tell(by, seat, roll, delay, timeline.now().plus(detection));
        }
    }

    private void tell(Member by, Seat seat, Roll roll, Duration delay, Duration until) {
        Optional<Member> known = at(seat);
        if (known.isEmpty()) {
            return;
        }
        Member to = known.get();
        if (to == by) {
            take(to, roll);
            return;
        }
        timeline.after(delay, () -> {
            if (ways.isOpen(by.host(), to.host())) {
                take(to, roll);
            } else if (timeline.now().compareTo(until) < 0) {
                tell(by, seat, roll, SCAN, until);
            }
        });
    }

    private void take(Member to, Roll roll) {
        if (members.contains(to) && roll.number() > to.issued.number()) {
            to.issued = roll;
            to.suspected.clear();
            to.deaf.clear();
            to.heard.clear();
            to.voice.called(roll);
        }
    }

    /// Whether both have been told the same, and hear each other.
    private boolean areTogether(String one, String other) {
        Optional<Roll> here = roll(one);
        return here.isPresent() && here.equals(roll(other));
    }

    private Optional<Roll> roll(String host) {
        return members.stream()
                .filter(member -> member.host().equals(host))
                .map(member -> member.voice.roll())
                .flatMap(Optional::stream)
                .findFirst();
    }
}
