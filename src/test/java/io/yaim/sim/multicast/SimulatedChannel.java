package io.yaim.sim.multicast;

import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One process in a [SimulatedGroup]. Received messages wait until its receiver thread reads them.
final class SimulatedChannel implements GroupChannel {

    private static final Duration SHORTEST_DELAY = Duration.ofNanos(100_000);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(3);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(5);

    private final SimulatedGroup simulatedGroup;
    private final Machine machine;
    private final HostProcess process;
    private final MemberId memberId;
    private final int cardIndex;
    private final Deque<Runnable> received = new ArrayDeque<>();
    private final Map<SimulatedChannel, OutgoingQueue> queues = new LinkedHashMap<>();
    private final Set<MemberId> known = new HashSet<>();
    private Optional<Listener> listener = Optional.empty();
    private Optional<HostProcess> joining = Optional.empty();
    private Optional<MembershipView> view = Optional.empty();
    private Runnable onArrival = () -> {};
    private boolean isClosed;

    /// Messages on the way to one other process, in their order.
    private static final class OutgoingQueue {

        private final Deque<DelayedMessage> messages = new ArrayDeque<>();
        private Duration lastDue = Duration.ZERO;
    }

    private static final class DelayedMessage {

        private final Duration due;
        private final byte[] message;

        private DelayedMessage(Duration due, byte[] message) {
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

    SimulatedChannel(
            SimulatedGroup simulatedGroup, Machine machine, HostProcess process, MemberId memberId, int cardIndex) {
        this.simulatedGroup = simulatedGroup;
        this.machine = machine;
        this.process = process;
        this.memberId = memberId;
        this.cardIndex = cardIndex;
    }

    Machine machine() {
        return machine;
    }

    MemberId memberId() {
        return memberId;
    }

    @Override
    public MemberId self() {
        return memberId;
    }

    /// The membership view that was read last.
    Optional<MembershipView> view() {
        return view;
    }

    boolean isAwake() {
        return process.isRunning() && !process.isFrozen() && !isClosed && isAttached();
    }

    /// Whether the card that it is bound to is still there.
    boolean isAttached() {
        return machine.cardIndex().filter(index -> index == cardIndex).isPresent();
    }

    /// @param ring run when there is something to read
    void setOnArrival(Runnable ring) {
        onArrival = ring;
    }

    @Override
    public MemberId join(Listener joined) throws IOException {
        listener = Optional.of(joined);
        joining = Optional.of(process());
        for (int attempt = 0; view.isEmpty(); attempt++) {
            process().interruptionPoint();
            if (!isAttached()) {
                throw new IOException("no such device");
            }
            if (!simulatedGroup.isIn(this)) {
                simulatedGroup.enter(this, attempt > 0);
            }
            process()
                    .await(
                            () -> view.isPresent(),
                            simulatedGroup.eventQueue().now().plus(PATIENCE));
        }
        return memberId;
    }

    void enqueueView(MembershipView next) {
        received.add(() -> {
            simulatedGroup.trace().log(machine.name(), () -> "reads " + next);
            view = Optional.of(next);
            known.addAll(next.members());
            listener.orElseThrow().viewChanged(next);
            joining.ifPresent(HostProcess::wake);
        });
        onArrival.run();
    }

    boolean hasMessages() {
        return !received.isEmpty();
    }

    void handleNext() {
        received.remove().run();
    }

    @Override
    public void send(MemberId to, byte[] message) {
        process().interruptionPoint();
        if (to.equals(memberId)) {
            received.add(() -> listener.orElseThrow().received(memberId, message));
            onArrival.run();
        } else if (view.filter(present -> present.members().contains(to)).isPresent()) {
            simulatedGroup.channel(to).ifPresent(other -> enqueue(other, message));
        }
    }

    @Override
    public void broadcast(byte[] message) {
        process().interruptionPoint();
        view.ifPresent(present -> present.members().stream()
                .filter(other -> !other.equals(memberId))
                .forEach(other -> simulatedGroup.channel(other).ifPresent(voice -> enqueue(voice, message))));
    }

    private HostProcess process() {
        return process.currentThread();
    }

    private void enqueue(SimulatedChannel to, byte[] message) {
        OutgoingQueue outgoingQueue = queues.computeIfAbsent(to, _ -> new OutgoingQueue());
        Duration longest = machine.storeLink().delay().compareTo(LONGEST_DELAY) > 0
                ? machine.storeLink().delay()
                : LONGEST_DELAY;
        Duration due =
                simulatedGroup.eventQueue().now().plus(simulatedGroup.dice().between(SHORTEST_DELAY, longest));
        outgoingQueue.lastDue = due.compareTo(outgoingQueue.lastDue) > 0 ? due : outgoingQueue.lastDue;
        outgoingQueue.messages.add(new DelayedMessage(outgoingQueue.lastDue, message));
        simulatedGroup.eventQueue().at(outgoingQueue.lastDue, () -> deliver(to, outgoingQueue));
    }

    /// Messages are delivered in order. None is lost while both processes are in the membership view.
    private void deliver(SimulatedChannel to, OutgoingQueue outgoingQueue) {
        boolean isLost = to.isClosed
                || !isAttached()
                || !to.isAttached()
                || view.filter(present -> present.members().contains(to.memberId))
                        .isEmpty();
        if (isLost) {
            outgoingQueue.messages.clear();
        }
        while (!outgoingQueue.messages.isEmpty()
                && outgoingQueue
                                .messages
                                .peek()
                                .due()
                                .compareTo(simulatedGroup.eventQueue().now())
                        <= 0) {
            if (!simulatedGroup.isOpen(machine.name(), to.machine.name())) {
                if (isClosed) {
                    outgoingQueue.messages.clear();
                } else {
                    simulatedGroup.eventQueue().after(AGAIN, () -> deliver(to, outgoingQueue));
                }
                return;
            }
            boolean isTooEarly = !to.known.contains(memberId);
            if (isTooEarly && simulatedGroup.holdsBackEarlyMessages()) {
                simulatedGroup.eventQueue().after(SOON, () -> deliver(to, outgoingQueue));
                return;
            }
            byte[] message = outgoingQueue.messages.remove().message();
            to.received.add(() -> {
                if (to.view
                        .filter(present -> present.members().contains(memberId))
                        .isPresent()) {
                    to.listener.orElseThrow().received(memberId, message);
                }
            });
            to.onArrival.run();
        }
    }

    @Override
    public void suspect(MemberId suspected) {
        simulatedGroup.reportUnresponsive(this, suspected);
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            simulatedGroup.remove(this);
        }
    }
}
