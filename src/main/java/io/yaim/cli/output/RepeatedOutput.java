package io.yaim.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Shows something once, or repeatedly until its thread is interrupted. On a terminal each output overwrites the
/// previous one. The screen is not emptied in between, so that it does not flicker.
public final class RepeatedOutput {

    private static final String HOME = "\033[H";
    private static final String END_OF_LINE = "\033[K";
    private static final String END_OF_SCREEN = "\033[J";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final CliOutput cliOutput;
    private final InstantSource wallClock;
    private final ZoneId zone;
    private final Sleeper sleeper;

    /// @param wall the wall clock, in this zone
    /// @param sleeper waits between two outputs
    public RepeatedOutput(CliOutput cliOutput, InstantSource wall, ZoneId zone, Sleeper sleeper) {
        this.cliOutput = cliOutput;
        this.wallClock = wall;
        this.zone = zone;
        this.sleeper = sleeper;
    }

    /// Creates one for a command of this process.
    public static RepeatedOutput of(CliOutput cliOutput) {
        return new RepeatedOutput(cliOutput, InstantSource.system(), ZoneId.systemDefault(), Thread::sleep);
    }

    /// Waits.
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /// Shows it once.
    @FunctionalInterface
    public interface Screen {

        /// Shows it repeatedly. Returns the exit status.
        int show(CliOutput cliOutput) throws Exception;
    }

    /// Returns the exit status of the last output. A failure is printed, and the next output is tried: a user who
    /// watches wants to see that a daemon runs again.
    ///
    /// @param period empty: once
    /// @param failed the exit status of an output that failed
    public int run(Optional<Duration> period, int failed, Screen screen) throws Exception {
        if (period.isEmpty()) {
            return screen.show(cliOutput);
        }
        int status = failed;
        boolean isFirst = true;
        while (!Thread.currentThread().isInterrupted()) {
            var drawn = new StringWriter();
            var writer = new PrintWriter(drawn);
            try {
                status = screen.show(cliOutput.withWriter(writer));
            } catch (IOException e) {
                status = failed;
                writer.println("yaim: " + e.getMessage());
            }
            writer.flush();
            print(drawn.toString(), period.get(), isFirst);
            isFirst = false;
            if (!sleep(period.get())) {
                return status;
            }
        }
        return status;
    }

    private void print(String drawn, Duration period, boolean isFirst) {
        PrintWriter out = cliOutput.out();
        if (cliOutput.isRedrawable()) {
            String now = TIME.format(wallClock.instant().atZone(zone));
            out.print((isFirst ? HOME + END_OF_SCREEN : HOME) + "every " + period.toSeconds() + " s: " + now
                    + END_OF_LINE + "\n" + END_OF_LINE + "\n");
            out.print(drawn.replace("\n", END_OF_LINE + "\n") + END_OF_SCREEN);
        } else {
            out.print(drawn);
        }
        out.flush();
    }

    /// Waits. Returns whether it was not interrupted.
    private boolean sleep(Duration period) {
        try {
            sleeper.sleep(period);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
