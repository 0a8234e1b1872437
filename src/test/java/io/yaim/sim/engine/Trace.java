package io.yaim.sim.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// The events of a schedule, one per line: time, host, text. A schedule runs without a trace. A failed one is run
/// again with it.
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

    /// The last lines.
    public String lastLines() {
        return String.join("\n", lines);
    }

    /// A hash of all lines.
    public long hash() {
        return hash;
    }
}
