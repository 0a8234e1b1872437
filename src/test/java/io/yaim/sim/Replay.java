package io.yaim.sim;

import io.yaim.loop.Loop;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Prints the trace of one schedule.
public final class Replay {

    private Replay() {}

    /// Runs the schedule of this seed, whether it fails or not.
    ///
    /// @param args the seed
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        var schedule = new Schedule(Long.parseLong(args[0]), true);
        try {
            schedule.run();
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(schedule.trace().lastLines());
        System.out.println("hash " + schedule.trace().hash());
    }

    /// What [#main] prints in a process of its own. There sets have another order, and objects other hash codes.
    static String inAnotherProcess(long seed) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", classPath(), Replay.class.getName(), Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("seed " + seed + " in another process: status " + process.exitValue());
        }
        return text;
    }

    /// Where the classes of yaim, of the tests and of the annotations are. The class path of the process may be
    /// a jar that only lists them.
    public static String classPath() {
        return Stream.of(Loop.class, Replay.class, Nullable.class)
                .map(type -> {
                    try {
                        return Path.of(type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString();
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}
