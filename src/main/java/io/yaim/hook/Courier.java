package io.yaim.hook;

import io.yaim.loop.Clock;
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

/// The threads of one hook, which do what its [Delivery] says is due. Whoever hands something over never
/// waits for them.
final class Courier {

    /// So many addresses are ensured at a time. Queued events are told one after the other all the same.
    static final int MOST_AT_A_TIME = 4;

    private final HookSettings settings;
    private final Recipient recipient;
    private final Clock clock;
    private final HookListener listener;
    private final Delivery delivery;
    private final Map<Delivery.Task, Thread> running = new HashMap<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final List<Thread> threads = new ArrayList<>();
    private final Object lock = new Object();
    private boolean isClosing;
    private boolean isClosed;

    Courier(HookSettings settings, Recipient recipient, Clock clock, RandomGenerator lots, HookListener listener) {
        this.settings = settings;
        this.recipient = recipient;
        this.clock = clock;
        this.listener = listener;
        delivery = new Delivery(settings, lots);
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

    /// Hands over what happened, of which the hook tells what it is for.
    void tell(Collection<HookEvent> events) {
        List<HookEvent> discarded = new ArrayList<>();
        synchronized (lock) {
            for (HookEvent event : events) {
                if (settings.queues(event.kind())) {
                    delivery.offer(event).ifPresent(discarded::add);
                }
            }
            lock.notifyAll();
        }
        discard(discarded, "there are more than " + Delivery.MOST_WAITING + " before it");
    }

    /// Ensures these from now on.
    void ensure(Collection<HookEvent> bound) {
        synchronized (lock) {
            bound.forEach(event -> delivery.ensure(event, clock.now()));
            lock.notifyAll();
        }
    }

    /// Ends what is done about addresses other than these, and returns which of these are not ensured.
    List<VirtualIp> retain(Set<VirtualIp> held) {
        synchronized (lock) {
            interrupt(delivery.retain(held));
            return held.stream().filter(ip -> !delivery.ensures(ip)).toList();
        }
    }

    int queued() {
        synchronized (lock) {
            return delivery.size();
        }
    }

    long count(Outcome outcome) {
        synchronized (lock) {
            return counts.getOrDefault(outcome, 0L);
        }
    }

    /// From now on only drops are told, and what is being told.
    void beginToClose() {
        List<HookEvent> discarded;
        synchronized (lock) {
            isClosing = true;
            discarded = delivery.close();
            interrupt(delivery.retain(Set.of()));
            lock.notifyAll();
        }
        discard(discarded, "yaim ends");
    }

    /// Ends the runs that would not be made any more.
    void hurry() {
        synchronized (lock) {
            interrupt(delivery.dispensable());
        }
    }

    /// Whether all has been told by then, since boot.
    boolean awaitEmpty(Duration until) throws InterruptedException {
        synchronized (lock) {
            while (!delivery.isEmpty()) {
                Duration left = until.minus(clock.now());
                if (!left.isPositive()) {
                    return false;
                }
                lock.wait(millis(left));
            }
            return true;
        }
    }

    /// Ends whatever is still being told.
    void end() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
            running.values().forEach(Thread::interrupt);
        }
    }

    /// Waits for the threads to end, that is, for what they run to be killed.
    void awaitEnd(Duration patience) {
        Duration until = clock.now().plus(patience);
        try {
            for (Thread thread : threads) {
                Duration left = until.minus(clock.now());
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
            for (Optional<Delivery.Task> task = take(); task.isPresent(); task = take()) {
                carry(task.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for a task. Empty when there will be none any more.
    private Optional<Delivery.Task> take() throws InterruptedException {
        synchronized (lock) {
            while (!isClosed && !(isClosing && delivery.isEmpty())) {
                Optional<Delivery.Task> task = delivery.next(clock.now());
                if (task.isPresent()) {
                    running.put(task.get(), Thread.currentThread());
                    return task;
                }
                Optional<Duration> wakesAt = delivery.wakesAt();
                if (wakesAt.isPresent()) {
                    lock.wait(millis(wakesAt.get().minus(clock.now())));
                } else {
                    lock.wait();
                }
            }
            return Optional.empty();
        }
    }

    private void carry(Delivery.Task task) {
        Optional<String> failure = Optional.empty();
        try {
            recipient.tell(task.event(), settings.timeout());
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) { // only ever by this courier, which says so below
            failure = Optional.of("it was ended");
        }
        Outcome outcome;
        synchronized (lock) {
            running.remove(task);
            if (Thread.interrupted() && failure.isEmpty()) {
                failure = Optional.of("it was ended");
            }
            outcome = failure.isEmpty() ? delivery.succeeded(task, clock.now()) : delivery.failed(task, clock.now());
            count(outcome, 1);
            lock.notifyAll();
        }
        listener.ended(settings.name(), task.event(), outcome, failure.orElse(""));
    }

    private void discard(List<HookEvent> events, String reason) {
        synchronized (lock) {
            count(Outcome.DISCARDED, events.size());
        }
        events.forEach(event -> listener.ended(settings.name(), event, Outcome.DISCARDED, reason));
    }

    private void count(Outcome outcome, int more) {
        counts.merge(outcome, (long) more, Long::sum);
    }

    private void interrupt(List<Delivery.Task> tasks) {
        for (Delivery.Task task : tasks) {
            Optional.ofNullable(running.get(task)).ifPresent(Thread::interrupt);
        }
    }

    /// As [Object#wait(long)] takes them, to which 0 is for ever.
    private static long millis(Duration time) {
        return Math.max(1, time.toMillis());
    }
}
