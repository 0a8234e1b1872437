package io.yaim.linux;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A pipe of the kernel (pipe(7)) between a process that is about to start and this one.
///
/// The streams of [Process] end when the process ends; this one ends when nobody holds the writing end any
/// more.
public final class Pipe implements AutoCloseable {

    private final int reading;
    private final int writing;

    private Pipe(int[] ends) {
        this.reading = ends[0];
        this.writing = ends[1];
    }

    public static Pipe open() throws LinuxException {
        return new Pipe(Libc.pipe());
    }

    /// What to redirect the output of a process to, while this is open.
    public File inlet() {
        return descriptor(writing);
    }

    /// A new stream of what is written; outlives this object.
    public InputStream outlet() throws IOException {
        return new FileInputStream(descriptor(reading));
    }

    /// Closes the two ends that this object holds, not those that were opened from it.
    @Override
    public void close() {
        Libc.close(reading);
        Libc.close(writing);
    }

    private static File descriptor(int number) {
        return new File("/proc/self/fd/" + number); // proc_pid_fd(5): opening it opens the pipe
    }
}
