package io.yaim.sim.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// What happened, line by line: time, who, what. A schedule is run without it, and run again with it when
/// it failed.
public final class Trace {

    private static final int MOST_LINES = 400;

    private final EventQueue eventQueue;
    private final boolean isRecorded;
    private final Deque<String> lines = new ArrayDeque<>();
    private long hash;

    public Trace(EventQueue eventQueue, boolean isKept) {
        this.eventQueue = eventQueue;
        this.isRecorded = isKept;
    }

    public void log(String who, Supplier<String> what) {
        if (isRecorded) {
            Duration now = eventQueue.now();
            String line = "%4d.%06d %-6s %s".formatted(now.toSeconds(), now.toNanosPart() / 1000, who, what.get());
            hash = hash * 31 + line.hashCode();
            lines.add(line);
            if (lines.size() > MOST_LINES) {
                lines.remove();
            }
        }
    }

    /// The last of it.
    public String lastLines() {
        return String.join("\n", lines);
    }

    /// A number for all of it.
    public long hash() {
        return hash;
    }
}
