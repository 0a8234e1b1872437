package io.yaim.daemon.recovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A small shell beside the daemon that waits on a pipe whose other end only the daemon holds. The pipe
/// ends when the daemon has ended, in whatever way, and not before: neither while it is stopped nor while
/// it hangs. Then the shell turns into `yaim guard`, unless the daemon has said that there is nothing to
/// do.
///
/// It is in a session of its own and deaf to the signals that end or stop a daemon with all that belongs to
/// it. `read` takes no time of the processor.
public final class Guardian {

    private static final String FAREWELL = "farewell\n";
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            read -r word
            [ "$word" = farewell ] || exec "$0" "$@" </dev/null
            """;

    /// Never closed by the daemon, which still holds its lock: the kernel does that.
    private final Process process;

    private Guardian(Process process) {
        this.process = process;
    }

    /// Starts it, with the daemon's own environment and output.
    ///
    /// @param cleanupCommand the command line that it turns into
    public static Guardian start(List<String> cleanupCommand) throws IOException {
        var line = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT));
        line.addAll(cleanupCommand);
        return new Guardian(new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Sends it away: the daemon has cleared up, or keeps its addresses.
    void dismiss() throws IOException {
        OutputStream pipe = process.getOutputStream();
        pipe.write(FAREWELL.getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }
}
