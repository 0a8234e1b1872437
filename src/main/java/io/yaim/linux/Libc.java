package io.yaim.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The C library functions that yaim calls. No other class uses the foreign-function API.
///
/// Buffers must be direct. They are read or filled from position to limit. A call that a signal interrupts is
/// repeated. A call that fails throws a [LinuxException]. Safe for use by any thread.
@SuppressWarnings("restricted")
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    // Each function signature costs about 5 ms at startup. Functions with the same signature share that cost,
    // so read and write are used instead of recv and send.
    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle SENDMMSG = function("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOCK_GETTIME = function("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);

    private static final int IOVEC_SIZE = 16;
    private static final int POLLFD_SIZE = 8; // struct pollfd: int fd, short events, short revents
    private static final short POLLIN = 1;
    private static final int FILTER_SIZE = 8; // struct sock_filter of include/uapi/linux/filter.h
    private static final int SOL_SOCKET = 1; // include/uapi/asm-generic/socket.h
    private static final int SO_ATTACH_FILTER = 26;
    private static final int MMSGHDR_SIZE = 64; // struct msghdr (56 bytes), msg_len, padding

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private Libc() {}

    /// Opens a socket and returns its descriptor.
    public static int socket(int family, int type, int protocol) throws LinuxException {
        return (int) call("socket", state -> (int) SOCKET.invokeExact(state, family, type, protocol));
    }

    public static void bind(int fd, ByteBuffer address) throws LinuxException {
        MemorySegment to = MemorySegment.ofBuffer(address);
        call("bind", state -> (int) BIND.invokeExact(state, fd, to, (int) to.byteSize()));
    }

    public static void setOption(int fd, int level, int option, int value) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            setOption(fd, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /// Sets an option that takes a `struct timeval`.
    public static void setOption(int fd, int level, int option, Duration value) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            setOption(fd, level, option, arena.allocateFrom(JAVA_LONG, value.toSeconds(), value.toNanosPart() / 1000));
        }
    }

    private static void setOption(int fd, int level, int option, MemorySegment value) throws LinuxException {
        int size = (int) value.byteSize();
        call("setsockopt", state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, size));
    }

    /// Limits what the socket receives to what a classic BPF program accepts (SO_ATTACH_FILTER of socket(7)).
    ///
    /// @param program consecutive `struct sock_filter`
    public static void attachFilter(int fd, ByteBuffer program) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(2L * Long.BYTES, Long.BYTES); // struct sock_fprog
            all.set(JAVA_SHORT, 0, (short) (program.remaining() / FILTER_SIZE));
            all.set(ADDRESS, Long.BYTES, MemorySegment.ofBuffer(program));
            setOption(fd, SOL_SOCKET, SO_ATTACH_FILTER, all);
        } finally {
            Reference.reachabilityFence(program);
        }
    }

    /// Waits until one of the descriptors is readable or has failed.
    ///
    /// @param timeout how long to wait, in whole milliseconds; absent: forever
    /// @return for each descriptor, whether it is readable or has failed
    public static boolean[] awaitReadable(int[] fds, Optional<Duration> timeout) throws LinuxException {
        int millis = timeout.map(time -> (int) time.toMillis()).orElse(-1);
        try (var arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(Math.max(1, fds.length) * (long) POLLFD_SIZE, Integer.BYTES);
            for (int i = 0; i < fds.length; i++) {
                polls.set(JAVA_INT, (long) i * POLLFD_SIZE, fds[i]);
                polls.set(JAVA_SHORT, (long) i * POLLFD_SIZE + 4, POLLIN);
            }
            call("poll", state -> (int) Poll.POLL.invokeExact(state, polls, (long) fds.length, millis));
            var readable = new boolean[fds.length];
            for (int i = 0; i < fds.length; i++) {
                readable[i] = polls.get(JAVA_SHORT, (long) i * POLLFD_SIZE + 6) != 0;
            }
            return readable;
        }
    }

    /// Writes the data and returns the number of bytes written. To a socket it is one datagram to its peer.
    public static int write(int fd, ByteBuffer data) throws LinuxException {
        MemorySegment from = MemorySegment.ofBuffer(data);
        return (int) call("write", state -> (long) WRITE.invokeExact(state, fd, from, from.byteSize()));
    }

    /// Reads into the buffer and returns the number of bytes read. From a socket it is one datagram, and the
    /// part that does not fit is lost.
    public static int read(int fd, ByteBuffer data) throws LinuxException {
        MemorySegment to = MemorySegment.ofBuffer(data);
        return (int) call("read", state -> (long) READ.invokeExact(state, fd, to, to.byteSize()));
    }

    /// Sends the data as datagrams of `size` bytes each, all to one address, with one call of sendmmsg(2).
    /// Returns how many were sent: at least one, perhaps not all.
    public static int sendEach(int fd, ByteBuffer data, int size, ByteBuffer address) throws LinuxException {
        MemorySegment from = MemorySegment.ofBuffer(data);
        MemorySegment to = MemorySegment.ofBuffer(address);
        int count = data.remaining() / size;
        try (var arena = Arena.ofConfined()) {
            MemorySegment parts = arena.allocate((long) count * IOVEC_SIZE, Long.BYTES);
            MemorySegment headers = arena.allocate((long) count * MMSGHDR_SIZE, Long.BYTES);
            for (int i = 0; i < count; i++) {
                long part = (long) i * IOVEC_SIZE;
                parts.set(ADDRESS, part, from.asSlice((long) i * size, size));
                parts.set(JAVA_LONG, part + 8, size);
                long header = (long) i * MMSGHDR_SIZE;
                headers.set(ADDRESS, header, to);
                headers.set(JAVA_INT, header + 8, (int) to.byteSize());
                headers.set(ADDRESS, header + 16, parts.asSlice(part));
                headers.set(JAVA_LONG, header + 24, 1);
            }
            return (int) call("sendmmsg", state -> (int) SENDMMSG.invokeExact(state, fd, headers, count, 0));
        } finally {
            // the headers contain raw pointers to both
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    /// Closes the descriptor. It is free afterwards, whatever close(2) returns. So an error here is a
    /// programming error.
    public static void close(int fd) {
        int result = (int) invoke(state -> (int) CLOSE.invokeExact(state, fd), SCRATCH.get().state);
        if (result < 0 && SCRATCH.get().errno() != Errno.EINTR) {
            throw new IllegalStateException(
                    "close " + fd + ": " + errorText(SCRATCH.get().errno()));
        }
    }

    /// Removes a child process that has ended, so that it is no zombie any more (waitpid(2) with WNOHANG).
    public static void reap(int pid) throws LinuxException {
        call("waitpid", state -> (int) Waitpid.WAITPID.invokeExact(state, pid, MemorySegment.NULL, Waitpid.NOHANG));
    }

    /// Opens a pipe that child processes do not inherit. Returns the read end and the write end.
    static int[] pipe() throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            call("pipe2", state -> (int) Pipe2.PIPE2.invokeExact(state, ends, Pipe2.O_CLOEXEC));
            return ends.toArray(JAVA_INT);
        }
    }

    /// The system's text for an error number.
    public static String errorText(int errno) {
        try {
            var text = (MemorySegment) Strerror.STRERROR.invokeExact(errno);
            return text.reinterpret(Strerror.LONGEST).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static Duration clock(int id) {
        MemorySegment time = SCRATCH.get().time;
        long result = invoke(state -> (int) CLOCK_GETTIME.invokeExact(state, id, time), SCRATCH.get().state);
        if (result < 0) {
            throw new IllegalStateException(
                    "clock_gettime " + id + ": " + errorText(SCRATCH.get().errno()));
        }
        return Duration.ofSeconds(time.get(JAVA_LONG, 0), time.get(JAVA_LONG, Long.BYTES));
    }

    /// The status bits of the wall clock (`struct timex` of include/uapi/linux/timex.h). Adjusts nothing.
    static int clockStatus() throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(Adjtimex.SIZE, Long.BYTES);
            call("adjtimex", state -> (int) Adjtimex.ADJTIMEX.invokeExact(state, timex));
            return timex.get(JAVA_INT, Adjtimex.STATUS);
        }
    }

    private static long call(String operation, Call call) throws LinuxException {
        Scratch scratch = SCRATCH.get();
        while (true) {
            long result = invoke(call, scratch.state);
            if (result >= 0) {
                return result;
            }
            if (scratch.errno() != Errno.EINTR) {
                throw new LinuxException(operation, scratch.errno());
            }
        }
    }

    private static long invoke(Call call, MemorySegment state) {
        try {
            return call.on(state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("foreign call failed", e);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /// A call of a function that stores its error number in `state`.
    private interface Call {
        long on(MemorySegment state) throws Throwable;
    }

    /// Loaded separately, because it is not needed before the first address is bound.
    private static final class Poll {

        static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    /// Loaded separately, because only process 1 of a container needs it.
    private static final class Waitpid {

        static final int NOHANG = 1; // WNOHANG of include/uapi/linux/wait.h
        static final MethodHandle WAITPID = function("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    /// Loaded separately, because not every daemon runs commands.
    private static final class Pipe2 {

        static final int O_CLOEXEC = 0x80000; // include/uapi/asm-generic/fcntl.h
        static final MethodHandle PIPE2 = function("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    }

    /// Loaded separately, because a daemon never needs it.
    private static final class Adjtimex {

        static final int SIZE = 208;
        static final int STATUS = 40; // after modes, offset, freq, maxerror, esterror
        static final MethodHandle ADJTIMEX = function("adjtimex", JAVA_INT, ADDRESS);
    }

    /// Loaded separately, because most processes never need it.
    private static final class Strerror {

        static final int LONGEST = 256;
        static final MethodHandle STRERROR = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    /// Memory that a thread reuses for each call.
    private static final class Scratch {

        final MemorySegment state = Arena.ofAuto().allocate(STATE);
        final MemorySegment time = Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);

        int errno() {
            return (int) ERRNO.get(state, 0L);
        }
    }
}
