package io.yaim.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a process says, of which the beginning is kept and the rest is read so that the process does not
/// block.
final class ProcessOutput {

    static final int KEPT_BYTES = 4096;

    private final InputStream stream;
    private final byte[] kept = new byte[KEPT_BYTES];
    private final Thread reader;
    private int length;

    ProcessOutput(InputStream stream) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name("command-output").start(this::drain);
    }

    /// Waits for the end of the stream, but not longer than `patience`: a process left in the background
    /// may keep it open. Returns whether the end was seen.
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return reader.join(patience);
    }

    synchronized String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }

    private void drain() {
        byte[] buffer = new byte[KEPT_BYTES];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException e) {
            // The process was killed and its pipe closed under the reader: this is the end of the stream as well.
            keep(buffer, 0);
        }
    }

    private synchronized void keep(byte[] buffer, int read) {
        int more = Math.min(read, kept.length - length);
        System.arraycopy(buffer, 0, kept, length, more);
        length += more;
    }
}
