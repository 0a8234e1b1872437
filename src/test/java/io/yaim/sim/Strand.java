package io.yaim.sim;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A course of action that stops in its midst and is gone on with later. It has a virtual thread of its
/// own, but never runs while the stage, whoever resumes it, runs: so what happens does not depend on any
/// scheduler. A switch takes less than a microsecond if the stage is a virtual thread, too.
final class Strand {

    private final Thread thread;
    private volatile Thread stage = Thread.currentThread();
    private volatile boolean isOnTurn;
    private volatile boolean isEnded;
    private volatile boolean isOver;
    private Optional<Throwable> failure = Optional.empty();

    /// Thrown out of the midst of what is to end there.
    static final class Ended extends Error {

        private static final long serialVersionUID = 1L;

        private Ended() {
            super("ended", null, false, false);
        }
    }

    Strand(Runnable body) {
        thread = Thread.ofVirtual().unstarted(() -> run(body));
    }

    @SuppressWarnings("CatchingUnchecked") // handed on to the stage
    private void run(Runnable body) {
        try {
            body.run();
        } catch (Ended e) {
            isEnded = true;
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
        isOver = true;
        isOnTurn = false;
        LockSupport.unpark(stage);
    }

    /// Lets it go on until it pauses or is over. What it throws is thrown here.
    void resume() {
        if (isOver) {
            return;
        }
        stage = Thread.currentThread();
        isOnTurn = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        while (isOnTurn) {
            LockSupport.park(this);
        }
        switch (failure.orElse(null)) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }

    /// Gives way to the stage, until it resumes this strand. Called by the strand itself.
    void pause() {
        if (!isEnded) {
            isOnTurn = false;
            LockSupport.unpark(stage);
            while (!isOnTurn) {
                LockSupport.park(this);
            }
        }
        if (isEnded) {
            throw new Ended();
        }
    }

    /// Ends it where it has paused. Called by the stage.
    void end() {
        if (isOver) {
            return;
        }
        isEnded = true;
        if (thread.getState() == Thread.State.NEW) {
            isOver = true;
        } else {
            resume();
        }
    }

    /// Whether it is the caller.
    boolean isCurrent() {
        return thread.equals(Thread.currentThread());
    }

    boolean isOver() {
        return isOver || isEnded;
    }
}
