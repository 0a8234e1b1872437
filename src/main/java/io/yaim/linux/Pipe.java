package io.yaim.linux;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A kernel pipe (pipe(7)) between a process that is about to start and this one.
///
/// The streams of [Process] end with the process. A pipe ends when no process has its write end open.
public final class Pipe implements AutoCloseable {

    private final int readFd;
    private final int writeFd;

    private Pipe(int[] ends) {
        this.readFd = ends[0];
        this.writeFd = ends[1];
    }

    public static Pipe open() throws LinuxException {
        return new Pipe(Libc.pipe());
    }

    /// The write end, to which to redirect the output of a process while this object is open.
    public File writeEnd() {
        return descriptor(writeFd);
    }

    /// Opens a new stream that reads from the pipe. It stays open after this object is closed.
    public InputStream openReadEnd() throws IOException {
        return new FileInputStream(descriptor(readFd));
    }

    /// Closes the two descriptors of this object, not those that were opened from it.
    @Override
    public void close() {
        Libc.close(readFd);
        Libc.close(writeFd);
    }

    private static File descriptor(int number) {
        return new File("/proc/self/fd/" + number); // proc_pid_fd(5): opening it opens the pipe
    }
}
