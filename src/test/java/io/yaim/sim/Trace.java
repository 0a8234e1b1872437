package io.yaim.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// What happened, line by line: time, who, what. A schedule is run without it, and run again with it when it
/// failed.
final class Trace {

    private static final int MOST_LINES = 400;

    private final Timeline timeline;
    private final boolean isKept;
    private final Deque<String> lines = new ArrayDeque<>();
    private long hash;

    Trace(Timeline timeline, boolean isKept) {
        this.timeline = timeline;
        this.isKept = isKept;
    }

    void say(String who, Supplier<String> what) {
        if (isKept) {
            Duration now = timeline.now();
            String line = "%4d.%06d %-6s %s".formatted(now.toSeconds(), now.toNanosPart() / 1000, who, what.get());
            hash = hash * 31 + line.hashCode();
            lines.add(line);
            if (lines.size() > MOST_LINES) {
                lines.remove();
            }
        }
    }

    /// The last of it.
    String text() {
        return String.join("\n", lines);
    }

    /// A number for all of it.
    long hash() {
        return hash;
    }
}
