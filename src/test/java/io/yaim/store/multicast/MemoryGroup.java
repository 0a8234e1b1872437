package io.yaim.store.multicast;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
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
public final class MemoryGroup {

    private final List<MemoryChannel> channels = new ArrayList<>();
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
    public final class MemoryChannel implements GroupChannel {

        private final MemberId memberId = new MemberId("s" + ++seats);
        private Optional<Listener> listener = Optional.empty();
        private Optional<Ticking> ticking = Optional.empty();
        private int part;
        private boolean isStopped;

        @Override
        public MemberId join(Listener entered) {
            listener = Optional.of(entered);
            channels.add(this);
            tellViews(false);
            settle();
            return memberId;
        }

        void ticks(Ticking ticks) {
            ticking = Optional.of(ticks);
        }

        @Override
        public void send(MemberId to, byte[] message) {
            channels.stream().filter(other -> other.memberId.equals(to)).forEach(other -> carry(other, message));
        }

        @Override
        public void broadcast(byte[] message) {
            channels.stream().filter(other -> other != this).forEach(other -> carry(other, message));
        }

        private void carry(MemoryChannel to, byte[] message) {
            if (to.part == part) {
                underway.add(() -> {
                    if (to.part == part && channels.contains(to)) {
                        to.listener.orElseThrow().received(memberId, message);
                    }
                });
            }
        }

        /// In a hall everybody hears whom he is heard by.
        @Override
        public void suspect(MemberId suspected) {}

        @Override
        public void close() {
            if (channels.remove(this)) {
                tellViews(false);
            }
        }

        @Override
        public MemberId self() {
            return memberId;
        }

        /// From now on it hears only those that are moved to the same part.
        public void move(int newPart) {
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
    public void tellViews(boolean isMerged) {
        Map<Integer, List<MemoryChannel>> parts = new HashMap<>();
        channels.forEach(memoryChannel -> parts.computeIfAbsent(memoryChannel.part, _ -> new ArrayList<>())
                .add(memoryChannel));
        rolls++;
        for (List<MemoryChannel> part : parts.values()) {
            var membershipView = new MembershipView(
                    rolls, isMerged, part.stream().map(MemoryChannel::self).toList());
            part.forEach(memoryChannel ->
                    underway.add(() -> memoryChannel.listener.orElseThrow().viewChanged(membershipView)));
        }
    }

    /// Lets all arrive that is under way, and what comes of it.
    public void settle() {
        while (!underway.isEmpty()) {
            underway.remove().run();
        }
    }

    public void pass(Duration time) {
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
            Duration next = channels.stream()
                    .filter(memoryChannel -> !memoryChannel.isStopped)
                    .flatMap(memoryChannel -> memoryChannel.ticking.stream())
                    .flatMap(ticks -> ticks.next().stream())
                    .min(Duration::compareTo)
                    .filter(due -> due.compareTo(end) < 0)
                    .orElse(end);
            now = next.compareTo(now) > 0 ? next : now;
            if (now.compareTo(end) >= 0) {
                return isSo.getAsBoolean();
            }
            List.copyOf(channels).stream()
                    .filter(memoryChannel -> !memoryChannel.isStopped)
                    .flatMap(memoryChannel -> memoryChannel.ticking.stream())
                    .filter(ticks ->
                            ticks.next().filter(due -> due.compareTo(now) <= 0).isPresent())
                    .forEach(Ticking::tick);
        }
    }

    /// Turns of those in the hall, who all run on one thread.
    Monitor monitor() {
        return new Monitor() {
            @Override
            public <T> T runExclusively(Supplier<T> inside) {
                return inside.get();
            }

            @Override
            public boolean await(BooleanSupplier isSo, Optional<Duration> end) {
                return until(isSo, end.orElseThrow());
            }
        };
    }
}
