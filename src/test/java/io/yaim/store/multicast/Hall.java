package io.yaim.store.multicast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Assemblies in memory, in which nothing happens but when somebody waits: then what is under way arrives,
/// in its order, and time passes. Parts may be divided and united.
final class Hall {

    private final List<Bench> benches = new ArrayList<>();
    private final Deque<Runnable> underway = new ArrayDeque<>();
    private Duration now = Duration.ofSeconds(1000);
    private long rolls;
    private int seats;

    /// What somebody in the hall does at a time of his own.
    interface Ticking {
        Optional<Duration> next();

        void tick();
    }

    /// One member, which hears those of the same part.
    final class Bench implements Assembly {

        private final Seat seat = new Seat("s" + ++seats);
        private Optional<Listener> listener = Optional.empty();
        private Optional<Ticking> ticking = Optional.empty();
        private int part;
        private boolean isStopped;

        @Override
        public Seat enter(Listener entered) {
            listener = Optional.of(entered);
            benches.add(this);
            call(false);
            settle();
            return seat;
        }

        void ticks(Ticking ticks) {
            ticking = Optional.of(ticks);
        }

        @Override
        public void send(Seat to, byte[] message) {
            benches.stream().filter(other -> other.seat.equals(to)).forEach(other -> carry(other, message));
        }

        @Override
        public void broadcast(byte[] message) {
            benches.stream().filter(other -> other != this).forEach(other -> carry(other, message));
        }

        private void carry(Bench to, byte[] message) {
            if (to.part == part) {
                underway.add(() -> {
                    if (to.part == part && benches.contains(to)) {
                        to.listener.orElseThrow().received(seat, message);
                    }
                });
            }
        }

        /// In a hall everybody hears whom he is heard by.
        @Override
        public void suspect(Seat suspected) {}

        @Override
        public void close() {
            if (benches.remove(this)) {
                call(false);
            }
        }

        @Override
        public Seat own() {
            return seat;
        }

        /// From now on it hears only those that are moved to the same part.
        void move(int newPart) {
            part = newPart;
        }

        /// Nothing happens here until it is let go on; what arrives meanwhile waits.
        void setStopped(boolean stopped) {
            isStopped = stopped;
        }
    }

    Duration now() {
        return now;
    }

    /// Tells each part who is in it, in the order in which they came.
    void call(boolean isMerged) {
        Map<Integer, List<Bench>> parts = new HashMap<>();
        benches.forEach(bench ->
                parts.computeIfAbsent(bench.part, _ -> new ArrayList<>()).add(bench));
        rolls++;
        for (List<Bench> part : parts.values()) {
            var roll = new Roll(rolls, isMerged, part.stream().map(Bench::own).toList());
            part.forEach(
                    bench -> underway.add(() -> bench.listener.orElseThrow().called(roll)));
        }
    }

    /// Lets all arrive that is under way, and what comes of it.
    void settle() {
        while (!underway.isEmpty()) {
            underway.remove().run();
        }
    }

    void pass(Duration time) {
        until(() -> false, now.plus(time));
    }

    private boolean until(BooleanSupplier isSo, Duration end) {
        while (true) {
            if (isSo.getAsBoolean()) {
                return true;
            }
            if (!underway.isEmpty()) {
                underway.remove().run();
                continue;
            }
            Duration next = benches.stream()
                    .filter(bench -> !bench.isStopped)
                    .flatMap(bench -> bench.ticking.stream())
                    .flatMap(ticks -> ticks.next().stream())
                    .min(Duration::compareTo)
                    .filter(due -> due.compareTo(end) < 0)
                    .orElse(end);
            now = next.compareTo(now) > 0 ? next : now;
            if (now.compareTo(end) >= 0) {
                return isSo.getAsBoolean();
            }
            List.copyOf(benches).stream()
                    .filter(bench -> !bench.isStopped)
                    .flatMap(bench -> bench.ticking.stream())
                    .filter(ticks ->
                            ticks.next().filter(due -> due.compareTo(now) <= 0).isPresent())
                    .forEach(Ticking::tick);
        }
    }

    /// Turns of those in the hall, who all run on one thread.
    Turns turns() {
        return new Turns() {
            @Override
            public <T> T take(Supplier<T> inside) {
                return inside.get();
            }

            @Override
            public boolean await(BooleanSupplier isSo, Optional<Duration> end) {
                return until(isSo, end.orElseThrow());
            }
        };
    }
}
