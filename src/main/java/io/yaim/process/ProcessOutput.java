package io.yaim.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The output of a process. Only the beginning is stored. The rest is read as well, so that the process does
/// not block.
final class ProcessOutput {

    static final int MAX_BYTES = 4096;

    private final InputStream stream;
    private final byte[] stored = new byte[MAX_BYTES];
    private final Thread reader;
    private int length;

    ProcessOutput(InputStream stream) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name("command-output").start(this::drain);
    }

    /// Waits for the end of the stream, at most for `timeout`, because a background process may have it open.
    /// Returns whether the end was reached.
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return reader.join(timeout);
    }

    synchronized String text() {
        return new String(stored, 0, length, StandardCharsets.UTF_8);
    }

    private void drain() {
        byte[] buffer = new byte[MAX_BYTES];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                store(buffer, read);
            }
        } catch (IOException e) {
            // The process was killed and its pipe was closed during the read. This is the end of the stream as
            // well.
            store(buffer, 0);
        }
    }

    private synchronized void store(byte[] buffer, int read) {
        int more = Math.min(read, stored.length - length);
        System.arraycopy(buffer, 0, stored, length, more);
        length += more;
    }
}
