package io.yaim.sim.world;

import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carries requests to the store and answers back, each with its own delay. Requests and answers may be lost or
/// delayed.
public final class StoreNetwork {

    private static final Duration SHORTEST_DELAY = Duration.ofNanos(100_000);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(3);
    private static final Duration LONGEST_LATE = Duration.ofSeconds(12);
    private static final Duration LONGEST_LATE_ANSWER = Duration.ofSeconds(3);

    private final EventQueue eventQueue;
    private final Dice dice;
    private final StoreServer storeServer;
    private final Tally tally;
    private final List<Runnable> late = new ArrayList<>();

    /// What a call asks of the store. A server may refuse one kind and serve the others.
    public enum CallKind {
        JOIN,
        RENEW,
        READ,
        COMMIT,
        LEAVE
    }

    /// A fault of one request.
    public enum Fate {
        LOST_REQUEST,
        /// The request takes effect all the same.
        LOST_ANSWER,
        /// The request takes effect after its timeout.
        LATE_EFFECT,
        LATE_ANSWER
    }

    /// The connection between one machine and the store.
    public static final class StoreLink {

        private final Deque<Fate> fates = new ArrayDeque<>();
        private final Deque<Fate> fatesOfWrites = new ArrayDeque<>();
        private boolean isCut;
        private boolean isDeaf;
        private Duration delay = LONGEST_DELAY;
        private int lossesInThousand;
        private Set<CallKind> refused = Set.of();

        boolean isCut() {
            return isCut;
        }

        /// Whether events of the watch arrive. They need no answer.
        boolean isWatchOpen() {
            return !isCut && !isDeaf;
        }

        public void setCut(boolean cut) {
            isCut = cut;
        }

        /// Whether no answer arrives.
        public void setDeaf(boolean deaf) {
            isDeaf = deaf;
        }

        /// The longest delay of a message.
        public void setDelay(Duration newDelay) {
            delay = newDelay;
        }

        public Duration delay() {
            return delay;
        }

        /// How many of a thousand requests have a fault.
        public void setLosses(int inThousand) {
            lossesInThousand = inThousand;
        }

        /// The store answers calls of these kinds by an error, and serves the others.
        public void refuse(Set<CallKind> kinds) {
            refused = Set.copyOf(kinds);
        }

        public boolean refuses(CallKind kind) {
            return refused.contains(kind);
        }

        /// The next request has this fault.
        public void injectFate(Fate fate) {
            fates.add(fate);
        }

        /// The next write without another fault has this fault.
        public void injectFateIntoWrite(Fate fate) {
            fatesOfWrites.add(fate);
        }

        /// Whether requests that are sent now have no fault.
        boolean isUndisturbed() {
            return fates.isEmpty()
                    && fatesOfWrites.isEmpty()
                    && !isCut
                    && !isDeaf
                    && delay.equals(LONGEST_DELAY)
                    && lossesInThousand == 0
                    && refused.isEmpty();
        }

        void mend() {
            fates.clear();
            fatesOfWrites.clear();
            isCut = false;
            isDeaf = false;
            delay = LONGEST_DELAY;
            lossesInThousand = 0;
            refused = Set.of();
        }
    }

    /// A request without an answer yet.
    static final class PendingCall<T> {

        private Optional<T> result = Optional.empty();
        private Optional<IOException> failure = Optional.empty();
        private int epoch;
        private long revision;

        boolean isAnswered() {
            return result.isPresent() || failure.isPresent();
        }

        /// The answer.
        T get() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return result.orElseThrow();
        }

        boolean isFailure() {
            return failure.isPresent();
        }

        /// Which store has answered. A restored store counts as another one.
        int epoch() {
            return epoch;
        }

        /// The store's revision when the request took effect.
        long revision() {
            return revision;
        }
    }

    public StoreNetwork(EventQueue eventQueue, Dice dice, StoreServer storeServer, Tally tally) {
        this.eventQueue = eventQueue;
        this.dice = dice;
        this.storeServer = storeServer;
        this.tally = tally;
    }

    /// @param answered run when the answer has arrived
    <T> PendingCall<T> send(StoreLink storeLink, boolean isWrite, StoreServer.Effect<T> effect, Runnable answered) {
        var pendingCall = new PendingCall<T>();
        Optional<Fate> fate = fate(storeLink, isWrite);
        fate.ifPresent(meets -> tally.count("fault " + meets));
        if (fate.equals(Optional.of(Fate.LOST_REQUEST))) {
            return pendingCall;
        }
        int epoch = storeServer.epoch();
        if (fate.equals(Optional.of(Fate.LATE_EFFECT)) && !storeLink.isCut()) {
            Runnable effectOnce = once(() -> apply(storeLink, pendingCall, epoch, effect, fate, answered));
            late.add(effectOnce);
            takeLate(effectOnce);
        } else {
            eventQueue.after(delay(storeLink), () -> arrive(storeLink, pendingCall, epoch, effect, fate, answered));
        }
        return pendingCall;
    }

    /// A request that the store has received is not affected by faults of the connection. It waits while the store
    /// is away.
    private void takeLate(Runnable effectOnce) {
        eventQueue.after(dice.between(SimulationContext.STORE_TIMEOUT, LONGEST_LATE), () -> {
            if (storeServer.isAway()) {
                takeLate(effectOnce);
            } else {
                effectOnce.run();
            }
        });
    }

    /// Lets all delayed requests take effect now.
    public void deliverLate() {
        List.copyOf(late).forEach(Runnable::run);
        late.clear();
    }

    /// The delay from the machine to the store or back.
    Duration delay(StoreLink storeLink) {
        return dice.between(SHORTEST_DELAY, storeLink.delay).plus(storeServer.slowness());
    }

    private Optional<Fate> fate(StoreLink storeLink, boolean isWrite) {
        if (isWrite && !storeLink.fatesOfWrites.isEmpty()) {
            return Optional.of(storeLink.fatesOfWrites.remove());
        }
        if (!storeLink.fates.isEmpty()) {
            return Optional.of(storeLink.fates.remove());
        }
        return dice.below(1000) < storeLink.lossesInThousand
                ? Optional.of(dice.pick(List.of(Fate.values())))
                : Optional.empty();
    }

    private <T> void arrive(
            StoreLink storeLink,
            PendingCall<T> pendingCall,
            int epoch,
            StoreServer.Effect<T> effect,
            Optional<Fate> fate,
            Runnable answered) {
        if (storeLink.isCut() || storeServer.isAway()) {
            fail(storeLink, pendingCall, answered);
        } else {
            apply(storeLink, pendingCall, epoch, effect, fate, answered);
        }
    }

    /// Often the machine is told that the request has failed.
    private void fail(StoreLink storeLink, PendingCall<?> pendingCall, Runnable answered) {
        if (dice.isOneIn(2)) {
            eventQueue.after(delay(storeLink), () -> {
                pendingCall.failure = Optional.of(new IOException("unavailable"));
                answered.run();
            });
        }
    }

    /// A request to a store that was restored meanwhile does not reach it: its connection broke.
    private <T> void apply(
            StoreLink storeLink,
            PendingCall<T> pendingCall,
            int epoch,
            StoreServer.Effect<T> effect,
            Optional<Fate> fate,
            Runnable answered) {
        if (storeServer.epoch() != epoch) {
            fail(storeLink, pendingCall, answered);
            return;
        }
        Optional<T> result = Optional.empty();
        Optional<IOException> failure = Optional.empty();
        try {
            result = Optional.of(storeServer.apply(effect));
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        pendingCall.epoch = storeServer.epoch();
        pendingCall.revision = storeServer.actualView().revision();
        if (!fate.equals(Optional.of(Fate.LOST_ANSWER))) {
            boolean isLate = fate.equals(Optional.of(Fate.LATE_ANSWER));
            Duration back = isLate ? lateness() : delay(storeLink);
            answer(storeLink, pendingCall, result, failure, back, answered);
        }
    }

    /// The delay is often just within the timeout.
    private Duration lateness() {
        return dice.isOneIn(2)
                ? dice.upTo(LONGEST_LATE_ANSWER)
                : dice.between(SimulationContext.STORE_TIMEOUT.dividedBy(2), SimulationContext.STORE_TIMEOUT);
    }

    private <T> void answer(
            StoreLink storeLink,
            PendingCall<T> pendingCall,
            Optional<T> result,
            Optional<IOException> failure,
            Duration back,
            Runnable answered) {
        eventQueue.after(back, () -> {
            if (!storeLink.isCut() && !storeLink.isDeaf) {
                pendingCall.result = result;
                pendingCall.failure = failure;
                answered.run();
            }
        });
    }

    private static Runnable once(Runnable action) {
        var isDone = new boolean[1];
        return () -> {
            if (!isDone[0]) {
                isDone[0] = true;
                action.run();
            }
        };
    }
}
