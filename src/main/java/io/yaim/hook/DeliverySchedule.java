package io.yaim.hook;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What one hook has to deliver, and when. Events wait in a queue and are delivered one after the other, each with
/// a few retries. An ensured address is delivered until that succeeds, at any time and in any order, but never
/// together with another task for the same address. This class uses no thread and no clock.
final class DeliverySchedule {

    /// The length of the queue. Beyond it the oldest event is discarded.
    static final int MOST_WAITING = 1000;

    private final HookSettings settings;
    private final RandomGenerator random;
    private final Deque<HookEvent> waiting = new ArrayDeque<>();
    private final Map<VirtualIp, EnsuredAddress> ensured = new TreeMap<>();
    private final Map<VirtualIp, Task> running = new HashMap<>();
    private Optional<QueueHead> queueHead = Optional.empty();
    private boolean isClosing;

    DeliverySchedule(HookSettings settings, RandomGenerator lots) {
        this.settings = settings;
        this.random = lots;
    }

    /// One run of the hook. Two are never equal.
    static final class Task {

        private final HookEvent event;

        private Task(HookEvent event) {
            this.event = event;
        }

        HookEvent event() {
            return event;
        }
    }

    /// The event at the head of the queue.
    private record QueueHead(HookEvent event, int failures, Duration due) {}

    /// A bound address.
    ///
    /// @param isDelivered whether delivery has succeeded since it was bound
    /// @param due when to deliver it next; empty: not again
    private record EnsuredAddress(HookEvent event, boolean isDelivered, int failures, Optional<Duration> due) {

        boolean isOpen() {
            return !isDelivered || failures > 0;
        }

        boolean isDue(Duration now) {
            return due.filter(time -> time.compareTo(now) <= 0).isPresent();
        }
    }

    /// Appends an event. Returns the oldest event if it was discarded for that.
    Optional<HookEvent> offer(HookEvent event) {
        waiting.add(event);
        return waiting.size() > MOST_WAITING ? Optional.of(waiting.remove()) : Optional.empty();
    }

    /// Delivers this event until that succeeds, whatever was delivered for the address before.
    void ensure(HookEvent event, Duration now) {
        if (!isClosing) {
            ensured.put(event.ip(), new EnsuredAddress(event, false, 0, Optional.of(now)));
        }
    }

    boolean ensures(VirtualIp ip) {
        return ensured.containsKey(ip);
    }

    /// Stops ensuring addresses other than these. Returns their runs, which have to be cancelled: a late success of
    /// one would take the address from its new owner.
    List<Task> retainOnly(Set<VirtualIp> held) {
        ensured.keySet().retainAll(held);
        return running.values().stream()
                .filter(task -> isEnsuring(task) && !held.contains(task.event.ip()))
                .toList();
    }

    /// Returns a task that is due. It counts as running until the caller reports its end.
    Optional<Task> next(Duration now) {
        if (queueHead.isEmpty() && !waiting.isEmpty()) {
            queueHead = Optional.of(new QueueHead(waiting.remove(), 0, now));
        }
        Optional<HookEvent> due = queueHead
                .filter(first -> first.due.compareTo(now) <= 0 && mayRunHead())
                .map(QueueHead::event)
                .or(() -> ensurable()
                        .filter(one -> one.isDue(now))
                        .min(Comparator.comparing(one -> one.due.orElseThrow()))
                        .map(EnsuredAddress::event));
        return due.map(event -> {
            var task = new Task(event);
            running.put(event.ip(), task);
            return task;
        });
    }

    /// Returns when [#next] will have a task that it does not have now, unless a task ends before.
    Optional<Duration> nextDue() {
        return Stream.concat(
                        queueHead.filter(_ -> mayRunHead()).map(QueueHead::due).stream(),
                        ensurable().flatMap(one -> one.due.stream()))
                .min(Duration::compareTo);
    }

    HookOutcome succeeded(Task task, Duration now) {
        end(task);
        if (isHead(task)) {
            queueHead = Optional.empty();
        } else if (ensuredBy(task).isPresent()) {
            var again = settings.refresh().map(now::plus);
            ensured.put(task.event.ip(), new EnsuredAddress(task.event, true, 0, again));
        }
        return HookOutcome.SUCCEEDED;
    }

    /// Returns whether the task will be retried.
    HookOutcome failed(Task task, Duration now) {
        end(task);
        if (isHead(task)) {
            int failures = queueHead.orElseThrow().failures + 1;
            boolean isGivenUp = isClosing || failures > settings.retries();
            queueHead = isGivenUp
                    ? Optional.empty()
                    : Optional.of(new QueueHead(
                            task.event, failures, now.plus(settings.backoff().after(failures, random))));
            return isGivenUp ? HookOutcome.GIVEN_UP : HookOutcome.FAILED;
        }
        Optional<EnsuredAddress> before = ensuredBy(task);
        if (before.isPresent()) {
            int failures = before.get().failures + 1;
            var again = Optional.of(now.plus(settings.backoff().after(failures, random)));
            ensured.put(task.event.ip(), new EnsuredAddress(task.event, before.get().isDelivered, failures, again));
            return HookOutcome.FAILED;
        }
        return HookOutcome.CANCELLED;
    }

    /// Makes the waiting events the last ones: only drops, at once, and once each. Returns the discarded events.
    List<HookEvent> close() {
        isClosing = true;
        ensured.clear();
        var all = new ArrayList<HookEvent>();
        if (mayRunHead()) {
            all.add(queueHead.orElseThrow().event);
            queueHead = Optional.empty();
        }
        all.addAll(waiting);
        waiting.clear();
        all.stream().filter(DeliverySchedule::isDrop).forEach(waiting::add);
        return all.stream().filter(event -> !isDrop(event)).toList();
    }

    /// Returns the runs that would not be started now.
    List<Task> tasksOtherThanDrops() {
        return running.values().stream().filter(task -> !isDrop(task.event)).toList();
    }

    /// Returns whether nothing is left to deliver, and no task runs.
    boolean isEmpty() {
        return queueHead.isEmpty() && waiting.isEmpty() && running.isEmpty();
    }

    /// Returns the number of deliveries that have not succeeded yet.
    int size() {
        long open = ensured.values().stream().filter(EnsuredAddress::isOpen).count();
        return waiting.size() + (queueHead.isPresent() ? 1 : 0) + Math.toIntExact(open);
    }

    /// The head of the queue is running if its address has a task: it is the first event for it.
    private boolean mayRunHead() {
        return queueHead.filter(first -> !running.containsKey(first.event.ip())).isPresent();
    }

    /// Events for an address are delivered in order.
    private Stream<EnsuredAddress> ensurable() {
        Set<VirtualIp> taken = new HashSet<>(running.keySet());
        queueHead.ifPresent(first -> taken.add(first.event.ip()));
        waiting.forEach(event -> taken.add(event.ip()));
        return ensured.values().stream().filter(one -> !taken.contains(one.event.ip()));
    }

    private void end(Task task) {
        if (!running.remove(task.event.ip(), task)) {
            throw new IllegalStateException("no such task is running: " + task.event);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same thing can happen twice
    private boolean isHead(Task task) {
        return queueHead.filter(first -> first.event == task.event).isPresent();
    }

    /// Empty if the address is no longer ensured, or has been bound again since.
    @SuppressWarnings("ReferenceEquality")
    private Optional<EnsuredAddress> ensuredBy(Task task) {
        return Optional.ofNullable(ensured.get(task.event.ip())).filter(one -> one.event == task.event);
    }

    private boolean isEnsuring(Task task) {
        return !settings.queues(task.event.kind());
    }

    private static boolean isDrop(HookEvent event) {
        return event.kind() == HookEventKind.DROP;
    }
}
