package io.yaim.sim;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Carries requests to the store and answers back, each in its own time; may lose or keep back either.
final class Network {

    private static final Duration SHORTEST_DELAY = Duration.ofNanos(100_000);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(3);
    private static final Duration LONGEST_LATE = Duration.ofSeconds(12);
    private static final Duration LONGEST_LATE_ANSWER = Duration.ofSeconds(3);

    private final Timeline timeline;
    private final Dice dice;
    private final Server server;
    private final Tally tally;
    private final List<Runnable> late = new ArrayList<>();

    /// What befalls one request.
    enum Fate {
        LOST_REQUEST,
        /// It takes effect all the same.
        LOST_ANSWER,
        /// It takes effect when the asker has long given up.
        LATE_EFFECT,
        LATE_ANSWER
    }

    /// The way between one machine and the store.
    static final class Line {

        private final Deque<Fate> fates = new ArrayDeque<>();
        private final Deque<Fate> fatesOfWrites = new ArrayDeque<>();
        private boolean isCut;
        private boolean isDeaf;
        private Duration delay = LONGEST_DELAY;
        private int lossesInThousand;

        boolean isCut() {
            return isCut;
        }

        /// Whether the watch, which needs no answer, comes through.
        boolean isHeard() {
            return !isCut && !isDeaf;
        }

        void setCut(boolean cut) {
            isCut = cut;
        }

        /// Whether no answer comes back.
        void setDeaf(boolean deaf) {
            isDeaf = deaf;
        }

        /// The longest delay of a message.
        void setDelay(Duration newDelay) {
            delay = newDelay;
        }

        Duration delay() {
            return delay;
        }

        /// How many of a thousand requests meet some fate.
        void setLosses(int inThousand) {
            lossesInThousand = inThousand;
        }

        /// The next request meets this.
        void expect(Fate fate) {
            fates.add(fate);
        }

        /// The next write that meets no fate yet meets this.
        void expectOfWrite(Fate fate) {
            fatesOfWrites.add(fate);
        }

        /// Whether nothing befalls what is sent now.
        boolean isInOrder() {
            return fates.isEmpty()
                    && fatesOfWrites.isEmpty()
                    && !isCut
                    && !isDeaf
                    && delay.equals(LONGEST_DELAY)
                    && lossesInThousand == 0;
        }

        void mend() {
            fates.clear();
            fatesOfWrites.clear();
            isCut = false;
            isDeaf = false;
            delay = LONGEST_DELAY;
            lossesInThousand = 0;
        }
    }

    /// A request that is under way.
    static final class Call<T> {

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

        /// Which store it was that answered: one that was restored is another one.
        int epoch() {
            return epoch;
        }

        /// The store's revision when it took effect.
        long revision() {
            return revision;
        }
    }

    Network(Timeline timeline, Dice dice, Server server, Tally tally) {
        this.timeline = timeline;
        this.dice = dice;
        this.server = server;
        this.tally = tally;
    }

    /// @param answered run when the answer has come
    <T> Call<T> send(Line line, boolean isWrite, Server.Effect<T> effect, Runnable answered) {
        var call = new Call<T>();
        Optional<Fate> fate = fate(line, isWrite);
        fate.ifPresent(meets -> tally.count("fault " + meets));
        if (fate.equals(Optional.of(Fate.LOST_REQUEST))) {
            return call;
        }
        int epoch = server.epoch();
        if (fate.equals(Optional.of(Fate.LATE_EFFECT)) && !line.isCut()) {
            Runnable effectOnce = once(() -> take(line, call, epoch, effect, fate, answered));
            late.add(effectOnce);
            takeLate(effectOnce);
        } else {
            timeline.after(delay(line), () -> arrive(line, call, epoch, effect, fate, answered));
        }
        return call;
    }

    /// What the store has in hand is out of reach of what befalls the line, and waits while the store is
    /// away.
    private void takeLate(Runnable effectOnce) {
        timeline.after(dice.between(Setting.STORE_TIMEOUT, LONGEST_LATE), () -> {
            if (server.isAway()) {
                takeLate(effectOnce);
            } else {
                effectOnce.run();
            }
        });
    }

    /// Lets all take effect now that is still under way and late.
    void deliverLate() {
        List.copyOf(late).forEach(Runnable::run);
        late.clear();
    }

    /// From the machine to the store or back.
    Duration delay(Line line) {
        return dice.between(SHORTEST_DELAY, line.delay).plus(server.slowness());
    }

    private Optional<Fate> fate(Line line, boolean isWrite) {
        if (isWrite && !line.fatesOfWrites.isEmpty()) {
            return Optional.of(line.fatesOfWrites.remove());
        }
        if (!line.fates.isEmpty()) {
            return Optional.of(line.fates.remove());
        }
        return dice.below(1000) < line.lossesInThousand
                ? Optional.of(dice.pick(List.of(Fate.values())))
                : Optional.empty();
    }

    private <T> void arrive(
            Line line, Call<T> call, int epoch, Server.Effect<T> effect, Optional<Fate> fate, Runnable answered) {
        if (line.isCut() || server.isAway()) {
            fail(line, call, answered);
        } else {
            take(line, call, epoch, effect, fate, answered);
        }
    }

    /// Often the asker is told.
    private void fail(Line line, Call<?> call, Runnable answered) {
        if (dice.isOneIn(2)) {
            timeline.after(delay(line), () -> {
                call.failure = Optional.of(new IOException("unavailable"));
                answered.run();
            });
        }
    }

    /// What is under way to a store that was restored meanwhile does not reach it: its connection broke.
    private <T> void take(
            Line line, Call<T> call, int epoch, Server.Effect<T> effect, Optional<Fate> fate, Runnable answered) {
        if (server.epoch() != epoch) {
            fail(line, call, answered);
            return;
        }
        Optional<T> result = Optional.empty();
        Optional<IOException> failure = Optional.empty();
        try {
            result = Optional.of(server.apply(effect));
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        call.epoch = server.epoch();
        call.revision = server.truth().revision();
        if (!fate.equals(Optional.of(Fate.LOST_ANSWER))) {
            boolean isLate = fate.equals(Optional.of(Fate.LATE_ANSWER));
            Duration back = isLate ? lateness() : delay(line);
            answer(line, call, result, failure, back, answered);
        }
    }

    /// Often just within what the asker waits for.
    private Duration lateness() {
        return dice.isOneIn(2)
                ? dice.upTo(LONGEST_LATE_ANSWER)
                : dice.between(Setting.STORE_TIMEOUT.dividedBy(2), Setting.STORE_TIMEOUT);
    }

    private <T> void answer(
            Line line,
            Call<T> call,
            Optional<T> result,
            Optional<IOException> failure,
            Duration back,
            Runnable answered) {
        timeline.after(back, () -> {
            if (!line.isCut() && !line.isDeaf) {
                call.result = result;
                call.failure = failure;
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
