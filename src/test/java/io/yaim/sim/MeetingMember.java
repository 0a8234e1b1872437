package io.yaim.sim;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One process in a [Meeting]. What it is told waits until its thread for that reads it.
final class MeetingMember implements Assembly {

    private static final Duration SHORTEST_DELAY = Duration.ofNanos(100_000);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(3);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(5);

    private final Meeting meeting;
    private final Machine machine;
    private final HostProcess process;
    private final Seat seat;
    private final Listener listener;
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final Map<MeetingMember, Way> ways = new LinkedHashMap<>();
    private final Set<Seat> known = new HashSet<>();
    private Optional<Roll> roll = Optional.empty();
    private Runnable rung = () -> {};
    private boolean isClosed;

    /// What is under way to one other, in its order.
    private static final class Way {

        private final Deque<Letter> letters = new ArrayDeque<>();
        private Duration last = Duration.ZERO;
    }

    private static final class Letter {

        private final Duration due;
        private final byte[] message;

        private Letter(Duration due, byte[] message) {
            this.due = due;
            this.message = message;
        }

        Duration due() {
            return due;
        }

        byte[] message() {
            return message;
        }
    }

    MeetingMember(Meeting meeting, Machine machine, HostProcess process, Seat seat, Listener listener) {
        this.meeting = meeting;
        this.machine = machine;
        this.process = process;
        this.seat = seat;
        this.listener = listener;
    }

    Machine machine() {
        return machine;
    }

    Seat seat() {
        return seat;
    }

    @Override
    public Seat own() {
        return seat;
    }

    /// What it has read of last.
    Optional<Roll> roll() {
        return roll;
    }

    boolean isAwake() {
        return process.isRunning() && !process.isFrozen() && !isClosed;
    }

    /// @param ring run when there is something to read
    void onMail(Runnable ring) {
        rung = ring;
    }

    @Override
    public Seat enter(Listener ignored) throws IOException {
        for (int attempt = 0; roll.isEmpty(); attempt++) {
            process.point();
            if (!meeting.isIn(this)) {
                meeting.enter(this, attempt > 0);
            }
            process.await(() -> roll.isPresent(), meeting.timeline().now().plus(PATIENCE));
        }
        return seat;
    }

    void called(Roll next) {
        inbox.add(() -> {
            roll = Optional.of(next);
            known.addAll(next.seats());
            listener.called(next);
        });
        rung.run();
    }

    boolean hasMail() {
        return !inbox.isEmpty();
    }

    void read() {
        inbox.remove().run();
    }

    @Override
    public void send(Seat to, byte[] message) {
        process().point();
        if (to.equals(seat)) {
            inbox.add(() -> listener.received(seat, message));
            rung.run();
        } else if (roll.filter(present -> present.seats().contains(to)).isPresent()) {
            meeting.voice(to).ifPresent(other -> post(other, message));
        }
    }

    @Override
    public void broadcast(byte[] message) {
        process().point();
        roll.ifPresent(present -> present.seats().stream()
                .filter(other -> !other.equals(seat))
                .forEach(other -> meeting.voice(other).ifPresent(voice -> post(voice, message))));
    }

    private HostProcess process() {
        return process.current();
    }

    private void post(MeetingMember to, byte[] message) {
        Way way = ways.computeIfAbsent(to, _ -> new Way());
        Duration longest = machine.line().delay().compareTo(LONGEST_DELAY) > 0
                ? machine.line().delay()
                : LONGEST_DELAY;
        Duration due = meeting.timeline().now().plus(meeting.dice().between(SHORTEST_DELAY, longest));
        way.last = due.compareTo(way.last) > 0 ? due : way.last;
        way.letters.add(new Letter(way.last, message));
        meeting.timeline().at(way.last, () -> carry(to, way));
    }

    /// Each is carried in its turn: none overtakes another, and none is lost while both are on the roll.
    private void carry(MeetingMember to, Way way) {
        boolean isLost = to.isClosed
                || roll.filter(present -> present.seats().contains(to.seat)).isEmpty();
        if (isLost) {
            way.letters.clear();
        }
        while (!way.letters.isEmpty()
                && way.letters.peek().due().compareTo(meeting.timeline().now()) <= 0) {
            if (!meeting.isOpen(machine.name(), to.machine.name())) {
                if (isClosed) {
                    way.letters.clear();
                } else {
                    meeting.timeline().after(AGAIN, () -> carry(to, way));
                }
                return;
            }
            boolean isTooEarly = !to.known.contains(seat);
            if (isTooEarly && meeting.isEager()) {
                meeting.timeline().after(SOON, () -> carry(to, way));
                return;
            }
            byte[] message = way.letters.remove().message();
            to.inbox.add(() -> {
                if (to.roll.filter(present -> present.seats().contains(seat)).isPresent()) {
                    to.listener.received(seat, message);
                }
            });
            to.rung.run();
        }
    }

    @Override
    public void suspect(Seat suspected) {
        meeting.complain(this, suspected);
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            meeting.gone(this);
        }
    }
}
