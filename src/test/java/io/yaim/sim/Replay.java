package io.yaim.sim;

import io.yaim.sim.mutant.MutantLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Prints the trace of one schedule.
public final class Replay {

    private Replay() {}

    /// The schedule of this seed, whether a promise is broken in it or not.
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

    /// What [#main] prints in a process of its own, in which sets have another order and objects other hash
    /// codes.
    static String inAnotherProcess(long seed) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", MutantLoader.classPath(), Replay.class.getName(), Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("seed " + seed + " in another process: status " + process.exitValue());
        }
        return text;
    }
}
