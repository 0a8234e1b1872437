package io.yaim.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A process on a machine, or one of its threads, which are stopped together. Between any two things that it does
/// it can be stopped for any time, or end.
final class HostProcess {

    private static final Duration LONGEST_STEP = Duration.ofMillis(1);
    private static final Duration SHORTEST_LIMP = Duration.ofMillis(200);
    private static final Duration LONGEST_LIMP = Duration.ofMillis(800);

    private final Setting setting;
    private final String host;
    private final Strand strand;
    private final Stops stops;
    private long tickets;

    /// What befalls all threads of a process.
    private static final class Stops {

        private final List<HostProcess> threads = new ArrayList<>();
        private Duration frozenUntil = Duration.ZERO;
        private Duration limpsUntil = Duration.ZERO;
        private Optional<Ambush> ambush = Optional.empty();
    }

    /// A freeze that falls after so many more points.
    private record Ambush(int points, Duration length) {}

    HostProcess(Setting setting, String host, Runnable body) {
        this(setting, host, body, new Stops());
    }

    private HostProcess(Setting setting, String host, Runnable body, Stops stops) {
        this.setting = setting;
        this.host = host;
        this.stops = stops;
        strand = new Strand(body);
        stops.threads.add(this);
    }

    /// Another thread of the same process, to be started and ended on its own.
    HostProcess beside(Runnable body) {
        return new HostProcess(setting, host, body, stops);
    }

    /// The thread of this process that runs now.
    HostProcess current() {
        return stops.threads.stream()
                .filter(thread -> thread.strand.isCurrent())
                .findFirst()
                .orElse(this);
    }

    void start() {
        setting.timeline().after(Duration.ZERO, strand::resume);
    }

    /// A step may end here, and any time may pass before the next one begins.
    void point() {
        setting.tally().countPoint();
        if (stops.ambush.isPresent()) {
            Ambush waiting = stops.ambush.get();
            stops.ambush = waiting.points() > 0
                    ? Optional.of(new Ambush(waiting.points() - 1, waiting.length()))
                    : Optional.empty();
            if (stops.ambush.isEmpty()) {
                freeze(waiting.length());
            }
        }
        if (setting.dice().isOneIn(8)) {
            pass(setting.dice().upTo(LONGEST_STEP));
        }
        while (isFrozen()) {
            waitUntil(stops.frozenUntil);
        }
    }

    /// As on a machine that has no memory left: what has been answered is looked at late.
    void limp() {
        if (setting.timeline().now().compareTo(stops.limpsUntil) < 0) {
            pass(setting.dice().between(SHORTEST_LIMP, LONGEST_LIMP));
        }
    }

    /// Lets time pass in which it does nothing and cannot be stopped.
    void pass(Duration time) {
        Duration end = setting.timeline().now().plus(time);
        while (setting.timeline().now().compareTo(end) < 0) {
            waitUntil(end);
        }
    }

    /// Returns when it is so, or at this time at the latest; later than either when it is stopped
    /// meanwhile.
    void await(BooleanSupplier isSo, Duration latest) {
        while (!isSo.getAsBoolean() && setting.timeline().now().compareTo(latest) < 0) {
            waitUntil(latest);
        }
        while (isFrozen()) {
            waitUntil(stops.frozenUntil);
        }
    }

    private void waitUntil(Duration time) {
        tickets++;
        long ticket = tickets;
        if (!setting.timeline().jumps(time)) {
            setting.timeline().at(time, () -> resume(ticket));
            strand.pause();
        }
    }

    private void resume(long ticket) {
        if (ticket == tickets) {
            strand.resume();
        }
    }

    /// Lets whoever waits look again.
    void wake() {
        long ticket = tickets;
        setting.timeline().after(Duration.ZERO, () -> resume(ticket));
    }

    void freeze(Duration time) {
        Duration until = setting.timeline().now().plus(time);
        if (until.compareTo(stops.frozenUntil) > 0) {
            stops.frozenUntil = until;
            setting.trace().say(host, () -> "is stopped for " + time.toMillis() + " ms");
        }
    }

    void thaw() {
        stops.frozenUntil = Duration.ZERO;
        stops.limpsUntil = Duration.ZERO;
        stops.ambush = Optional.empty();
        List.copyOf(stops.threads).forEach(HostProcess::wake);
    }

    /// Freezes it for this time when it has done so many more steps.
    void ambush(int points, Duration length) {
        stops.ambush = Optional.of(new Ambush(points, length));
    }

    void limpFor(Duration time) {
        stops.limpsUntil = setting.timeline().now().plus(time);
    }

    /// As kill -9 does.
    void end() {
        stops.threads.remove(this);
        strand.end();
    }

    boolean isRunning() {
        return !strand.isOver();
    }

    boolean isFrozen() {
        return setting.timeline().now().compareTo(stops.frozenUntil) < 0;
    }

    boolean isLimping() {
        return setting.timeline().now().compareTo(stops.limpsUntil) < 0;
    }

    boolean isAwake() {
        return isRunning() && !isFrozen() && stops.ambush.isEmpty();
    }
}
