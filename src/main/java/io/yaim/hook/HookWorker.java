package io.yaim.hook;

import io.yaim.loop.cycle.Clock;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The threads of one hook, which do what its [DeliverySchedule] says is due. Callers never wait for them.
final class HookWorker {

    /// The number of addresses that are ensured in parallel. Queued events are delivered one after the other.
    static final int MOST_AT_A_TIME = 4;

    private final HookSettings settings;
    private final HookRecipient hookRecipient;
    private final Clock clock;
    private final HookOutcomeListener listener;
    private final DeliverySchedule deliverySchedule;
    private final Map<DeliverySchedule.Task, Thread> running = new HashMap<>();
    private final Map<HookOutcome, Long> counts = new EnumMap<>(HookOutcome.class);
    private final List<Thread> threads = new ArrayList<>();
    private final Object lock = new Object();
    private boolean isClosing;
    private boolean isClosed;

    HookWorker(
            HookSettings settings,
            HookRecipient hookRecipient,
            Clock clock,
            RandomGenerator lots,
            HookOutcomeListener listener) {
        this.settings = settings;
        this.hookRecipient = hookRecipient;
        this.clock = clock;
        this.listener = listener;
        deliverySchedule = new DeliverySchedule(settings, lots);
        int count = settings.ensures() ? MOST_AT_A_TIME : 1;
        for (int i = 0; i < count; i++) {
            threads.add(
                    Thread.ofPlatform().daemon().name("hook-" + settings.name()).unstarted(this::work));
        }
    }

    HookSettings settings() {
        return settings;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /// Adds events. The hook delivers the kinds that it is configured for.
    void enqueue(Collection<HookEvent> events) {
        List<HookEvent> discarded = new ArrayList<>();
        synchronized (lock) {
            for (HookEvent event : events) {
                if (settings.queues(event.kind())) {
                    deliverySchedule.offer(event).ifPresent(discarded::add);
                }
            }
            lock.notifyAll();
        }
        discard(discarded, "more than " + DeliverySchedule.MOST_WAITING + " events are waiting");
    }

    /// Ensures these from now on.
    void ensure(Collection<HookEvent> bound) {
        synchronized (lock) {
            bound.forEach(event -> deliverySchedule.ensure(event, clock.now()));
            lock.notifyAll();
        }
    }

    /// Stops ensuring other addresses than these. Returns those of these that are not ensured yet.
    List<VirtualIp> retainOnly(Set<VirtualIp> held) {
        synchronized (lock) {
            interrupt(deliverySchedule.retainOnly(held));
            return held.stream().filter(ip -> !deliverySchedule.ensures(ip)).toList();
        }
    }

    int queued() {
        synchronized (lock) {
            return deliverySchedule.size();
        }
    }

    long count(HookOutcome hookOutcome) {
        synchronized (lock) {
            return counts.getOrDefault(hookOutcome, 0L);
        }
    }

    /// Delivers from now on only drops, and what is being delivered.
    void beginToClose() {
        List<HookEvent> discarded;
        synchronized (lock) {
            isClosing = true;
            discarded = deliverySchedule.close();
            interrupt(deliverySchedule.retainOnly(Set.of()));
            lock.notifyAll();
        }
        discard(discarded, "yaim is stopping");
    }

    /// Cancels the runs that would not be started now.
    void interruptAllButDrops() {
        synchronized (lock) {
            interrupt(deliverySchedule.tasksOtherThanDrops());
        }
    }

    /// Waits until everything is delivered or the deadline, in time since boot. Returns whether all is delivered.
    boolean awaitEmpty(Duration deadline) throws InterruptedException {
        synchronized (lock) {
            while (!deliverySchedule.isEmpty()) {
                Duration left = deadline.minus(clock.now());
                if (!left.isPositive()) {
                    return false;
                }
                lock.wait(millis(left));
            }
            return true;
        }
    }

    /// Cancels all deliveries that are still running.
    void stop() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
            running.values().forEach(Thread::interrupt);
        }
    }

    /// Waits for the threads to end, that is, until their commands are killed.
    void join(Duration timeout) {
        Duration deadline = clock.now().plus(timeout);
        try {
            for (Thread thread : threads) {
                Duration left = deadline.minus(clock.now());
                if (thread.isAlive() && left.isPositive()) {
                    thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (Optional<DeliverySchedule.Task> task = take(); task.isPresent(); task = take()) {
                deliver(task.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a task. Empty if there will be none any more.
    private Optional<DeliverySchedule.Task> take() throws InterruptedException {
        synchronized (lock) {
            while (!isClosed && !(isClosing && deliverySchedule.isEmpty())) {
                Optional<DeliverySchedule.Task> task = deliverySchedule.next(clock.now());
                if (task.isPresent()) {
                    running.put(task.get(), Thread.currentThread());
                    return task;
                }
                Optional<Duration> wakesAt = deliverySchedule.nextDue();
                if (wakesAt.isPresent()) {
                    lock.wait(millis(wakesAt.get().minus(clock.now())));
                } else {
                    lock.wait();
                }
            }
            return Optional.empty();
        }
    }

    private void deliver(DeliverySchedule.Task task) {
        Optional<String> failure = Optional.empty();
        try {
            hookRecipient.deliver(task.event(), settings.timeout());
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) { // only this worker interrupts, and only to cancel the run
            failure = Optional.of("it was cancelled");
        }
        HookOutcome hookOutcome;
        synchronized (lock) {
            running.remove(task);
            if (Thread.interrupted() && failure.isEmpty()) {
                failure = Optional.of("it was cancelled");
            }
            hookOutcome = failure.isEmpty()
                    ? deliverySchedule.succeeded(task, clock.now())
                    : deliverySchedule.failed(task, clock.now());
            count(hookOutcome, 1);
            lock.notifyAll();
        }
        listener.deliveryEnded(settings.name(), task.event(), hookOutcome, failure.orElse(""));
    }

    private void discard(List<HookEvent> events, String reason) {
        synchronized (lock) {
            count(HookOutcome.DISCARDED, events.size());
        }
        events.forEach(event -> listener.deliveryEnded(settings.name(), event, HookOutcome.DISCARDED, reason));
    }

    private void count(HookOutcome hookOutcome, int more) {
        counts.merge(hookOutcome, (long) more, Long::sum);
    }

    private void interrupt(List<DeliverySchedule.Task> tasks) {
        for (DeliverySchedule.Task task : tasks) {
            Optional.ofNullable(running.get(task)).ifPresent(Thread::interrupt);
        }
    }

    /// Converts to the argument of [Object#wait(long)], for which 0 means no limit.
    private static long millis(Duration time) {
        return Math.max(1, time.toMillis());
    }
}
