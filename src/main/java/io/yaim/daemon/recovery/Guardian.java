package io.yaim.daemon.recovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A small shell process beside the daemon. It waits on a pipe whose other end only the daemon holds. The pipe ends
/// when the daemon has ended, for any reason, but not while the daemon is stopped or hangs. Then the shell becomes
/// `yaim cleanup`, unless the daemon has dismissed it.
///
/// It has a session of its own, and ignores the signals that end a daemon with all its processes. While it waits in
/// `read` it uses no processor time.
public final class Guardian {

    private static final String DISMISSAL = "dismiss\n";
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            read -r word
            [ "$word" = dismiss ] || exec "$0" "$@" </dev/null
            """;

    /// The daemon never closes the pipe, because it still holds its lock. The kernel closes it.
    private final Process process;

    private Guardian(Process process) {
        this.process = process;
    }

    /// Starts it, with the daemon's environment and output.
    ///
    /// @param cleanupCommand the command line that it becomes
    public static Guardian start(List<String> cleanupCommand) throws IOException {
        var line = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT));
        line.addAll(cleanupCommand);
        return new Guardian(new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Dismisses it: the daemon has cleaned up itself, or retains its addresses.
    void dismiss() throws IOException {
        OutputStream pipe = process.getOutputStream();
        pipe.write(DISMISSAL.getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }
}
