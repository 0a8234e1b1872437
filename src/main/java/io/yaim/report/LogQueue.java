package io.yaim.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// Lines on their way to a stream whose reader may stall, such as a full pipe. A caller never waits for the reader:
/// what
/// exceeds the limit is dropped and counted, and a line says so as soon as there is room again.
public final class LogQueue implements AutoCloseable {

    /// In characters, with room for a hundred of the longest lines.
    static final int LIMIT = 1 << 20;

    /// How long [#close] waits for the reader.
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final OutputStream output;
    private final LongFunction<String> lossLine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> lines = new ArrayDeque<>();
    private int queued;
    private long dropped;
    private long untold;
    private boolean isClosed;

    /// @param output is not closed
    /// @param lossLine makes the line that tells how many lines were dropped
    public LogQueue(OutputStream output, LongFunction<String> lossLine) {
        this.output = output;
        this.lossLine = lossLine;
        Thread.ofPlatform().daemon().name("log").start(this::writeAll);
    }

    /// To standard error, past the lock of `System.err`, which would wait for the reader when the process ends.
    public static LogQueue toStandardError(LongFunction<String> lossLine) {
        return new LogQueue(new FileOutputStream(FileDescriptor.err), lossLine);
    }

    /// Adds a line, with its end. Drops it if the reader is too far behind.
    public void add(String line) {
        lock.lock();
        try {
            if (isClosed || queued + line.length() > LIMIT) {
                noteDropped(1);
                return;
            }
            tellLoss();
            append(line);
        } finally {
            lock.unlock();
        }
    }

    /// Returns how many lines were dropped, in all.
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /// Waits a second at most until the reader has everything.
    @Override
    public void close() {
        lock.lock();
        try {
            tellLoss();
            isClosed = true;
            changed.signalAll();
            long left = CLOSE_TIMEOUT.toNanos();
            while (queued > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void noteDropped(long count) {
        dropped += count;
        untold += count;
    }

    private void tellLoss() {
        if (untold > 0) {
            append(lossLine.apply(untold));
            untold = 0;
        }
    }

    private void append(String line) {
        lines.add(line);
        queued += line.length();
        changed.signalAll();
    }

    private void writeAll() {
        for (String line = next(); !line.isEmpty(); line = next()) {
            boolean isWritten = write(line);
            lock.lock();
            try {
                queued -= line.length();
                if (!isWritten) {
                    noteDropped(1);
                } else if (lines.isEmpty()) {
                    tellLoss();
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits for the next line; empty: there will be none.
    private String next() {
        lock.lock();
        try {
            while (lines.isEmpty() && !isClosed) {
                changed.awaitUninterruptibly();
            }
            return lines.isEmpty() ? "" : lines.remove();
        } finally {
            lock.unlock();
        }
    }

    /// Fails when the reader has gone; the next line may have another one.
    private boolean write(String line) {
        try {
            output.write(line.getBytes(StandardCharsets.UTF_8));
            output.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
