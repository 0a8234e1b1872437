package io.yaim.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A small shell beside the daemon that waits on a pipe whose other end only the daemon holds. The pipe
/// ends when the daemon has ended, in whatever way, and not before: neither while it is stopped nor while
/// it hangs. Then the shell turns into `yaim guard`, unless the daemon has said that there is nothing to
/// do.
///
/// It is in a session of its own and deaf to the signals that end or stop a daemon with all that belongs to
/// it. `read` takes no time of the processor.
final class Guardian {

    static final String STATE_DIR = "state-dir";
    static final String NODENAME = "nodename";

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
    /// @param program to be run as `guard`
    /// @param options of the daemon, as given on its command line
    static Guardian start(Path program, List<String> options) throws IOException {
        var line = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, program.toString(), Clearing.COMMAND));
        line.addAll(options);
        return new Guardian(new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// The options for `guard`, which need no configuration in order to know where the lock and the record
    /// lie.
    static List<String> options(ConfigOptions given, Path stateDir, String nodename) {
        var options = new ArrayList<String>();
        given.file()
                .ifPresent(file ->
                        options.addAll(List.of("--config", file.toAbsolutePath().toString())));
        for (Map.Entry<String, String> setting : given.overrides().entrySet()) {
            if (!setting.getKey().equals(STATE_DIR) && !setting.getKey().equals(NODENAME)) {
                options.addAll(List.of("--set", setting.getKey() + "=" + setting.getValue()));
            }
        }
        options.addAll(List.of("--set", STATE_DIR + "=" + stateDir.toAbsolutePath()));
        options.addAll(List.of("--set", NODENAME + "=" + nodename));
        return List.copyOf(options);
    }

    /// Sends it away: the daemon has cleared up, or keeps its addresses.
    void dismiss() throws IOException {
        OutputStream pipe = process.getOutputStream();
        pipe.write(FAREWELL.getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }
}
