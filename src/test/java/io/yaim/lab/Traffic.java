package io.yaim.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// What some hosts have sent so far, by the counters of their devices. Each frame counts once, however many hosts it
/// reaches.
public record Traffic(long frames, long bytes) {

    private static final int BYTES_SENT = 8; // after the name, as proc(5) lists them
    private static final int FRAMES_SENT = 9;

    /// The total of these hosts.
    public static Traffic of(Collection<Namespace> hosts) throws Exception {
        var sum = new Traffic(0, 0);
        for (Namespace host : hosts) {
            Traffic one = host.call(Traffic::ofThisHost);
            sum = new Traffic(sum.frames + one.frames, sum.bytes + one.bytes);
        }
        return sum;
    }

    /// What was sent in between.
    public Traffic since(Traffic earlier) {
        return new Traffic(frames - earlier.frames, bytes - earlier.bytes);
    }

    private static Traffic ofThisHost() throws IOException {
        String name = Segment.DEVICE + ":";
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/dev"))) {
            if (line.strip().startsWith(name)) {
                List<String> fields =
                        List.of(line.strip().substring(name.length()).strip().split(" +"));
                return new Traffic(Long.parseLong(fields.get(FRAMES_SENT)), Long.parseLong(fields.get(BYTES_SENT)));
            }
        }
        throw new IOException("no device " + Segment.DEVICE);
    }
}
