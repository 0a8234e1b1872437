package io.yaim.sim.engine;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Code that pauses and is resumed later. It has a virtual thread of its own, but never runs while the thread that
/// resumes it runs. So the result does not depend on any scheduler. A switch takes less than a microsecond if the
/// resuming thread is a virtual thread too.
public final class Coroutine {

    private final Thread thread;
    private volatile Thread resumer = Thread.currentThread();
    private volatile boolean isRunning;
    private volatile boolean isEnded;
    private volatile boolean isOver;
    private Optional<Throwable> failure = Optional.empty();

    /// Thrown inside a coroutine that is to end where it has paused.
    static final class CoroutineEnded extends Error {

        private static final long serialVersionUID = 1L;

        private CoroutineEnded() {
            super("ended", null, false, false);
        }
    }

    public Coroutine(Runnable body) {
        thread = Thread.ofVirtual().unstarted(() -> run(body));
    }

    @SuppressWarnings("CatchingUnchecked") // handed on to the stage
    private void run(Runnable body) {
        try {
            body.run();
        } catch (CoroutineEnded e) {
            isEnded = true;
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
        isOver = true;
        isRunning = false;
        LockSupport.unpark(resumer);
    }

    /// Lets the coroutine run until it pauses or ends. An exception of the coroutine is thrown here.
    public void resume() {
        if (isOver) {
            return;
        }
        resumer = Thread.currentThread();
        isRunning = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        while (isRunning) {
            LockSupport.park(this);
        }
        switch (failure.orElse(null)) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }

    /// Returns control to the thread that resumed the coroutine. Called by the coroutine itself.
    public void pause() {
        if (!isEnded) {
            isRunning = false;
            LockSupport.unpark(resumer);
            while (!isRunning) {
                LockSupport.park(this);
            }
        }
        if (isEnded) {
            throw new CoroutineEnded();
        }
    }

    /// Ends the coroutine where it has paused. Called by another thread.
    public void end() {
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

    /// Whether the caller runs in this coroutine.
    public boolean isCurrent() {
        return thread.equals(Thread.currentThread());
    }

    public boolean isOver() {
        return isOver || isEnded;
    }
}
