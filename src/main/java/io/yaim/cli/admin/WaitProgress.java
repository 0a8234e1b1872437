package io.yaim.cli.admin;

import java.io.PrintWriter;

/// Shows what is still missing: on a terminal one line that is overwritten, otherwise a line for each change.
public final class WaitProgress {

    private static final String NEW_LINE = "\r\033[K";

    private final PrintWriter err;
    private final boolean redraws;
    private String last = "";

    /// @param redraws whether a line may be overwritten
    public WaitProgress(PrintWriter err, boolean redraws) {
        this.err = err;
        this.redraws = redraws;
    }

    void show(String line) {
        if (line.equals(last)) {
            return;
        }
        last = line;
        if (redraws) {
            err.print(NEW_LINE + line);
        } else {
            err.println(line);
        }
        err.flush();
    }

    /// Ends the display: nothing is missing any more, or the wait has ended.
    void clear() {
        if (redraws && !last.isEmpty()) {
            err.print(NEW_LINE);
            err.flush();
        }
        last = "";
    }
}
