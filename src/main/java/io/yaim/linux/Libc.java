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

/// The calls of the C library that yaim makes; the one place that knows the foreign-function API.
///
/// Buffers are direct ones, read or filled from position to limit. A call that a signal interrupted is made
/// again; one that fails throws a [LinuxException]. Safe for any thread.
@SuppressWarnings("restricted")
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    // Each shape costs some 5 ms at start, functions of the same shape share it: hence read and write, not recv
    // and send.
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

    /// Sets an option whose value is a `struct timeval`.
    public static void setOption(int fd, int level, int option, Duration value) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            setOption(fd, level, option, arena.allocateFrom(JAVA_LONG, value.toSeconds(), value.toNanosPart() / 1000));
        }
    }

    private static void setOption(int fd, int level, int option, MemorySegment value) throws LinuxException {
        int size = (int) value.byteSize();
        call("setsockopt", state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, size));
    }

    /// Lets the socket receive only what the classic BPF program accepts (SO_ATTACH_FILTER of socket(7)).
    ///
    /// @param program of `struct sock_filter`, one after the other
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

    /// Waits until one of the descriptors has something to read, or has failed; says of each whether it
    /// has.
    ///
    /// @param patience how long to wait, in whole milliseconds; absent: for ever
    public static boolean[] awaitReadable(int[] fds, Optional<Duration> patience) throws LinuxException {
        int millis = patience.map(time -> (int) time.toMillis()).orElse(-1);
        try (var arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(Math.max(1, fds.length) * (long) POLLFD_SIZE, Integer.BYTES);
            for (int i = 0; i < fds.length; i++) {
                polls.set(JAVA_INT, (long) i * POLLFD_SIZE, fds[i]);
                polls.set(JAVA_SHORT, (long) i * POLLFD_SIZE + 4, POLLIN);
            }
            call("poll", state -> (int) Waiting.POLL.invokeExact(state, polls, (long) fds.length, millis));
            var readable = new boolean[fds.length];
            for (int i = 0; i < fds.length; i++) {
                readable[i] = polls.get(JAVA_SHORT, (long) i * POLLFD_SIZE + 6) != 0;
            }
            return readable;
        }
    }

    /// Writes the data, to a socket as one datagram to its peer, and returns how many bytes went.
    public static int write(int fd, ByteBuffer data) throws LinuxException {
        MemorySegment from = MemorySegment.ofBuffer(data);
        return (int) call("write", state -> (long) WRITE.invokeExact(state, fd, from, from.byteSize()));
    }

    /// Reads into the buffer, from a socket one datagram of which what does not fit is lost; returns how
    /// many bytes came.
    public static int read(int fd, ByteBuffer data) throws LinuxException {
        MemorySegment to = MemorySegment.ofBuffer(data);
        return (int) call("read", state -> (long) READ.invokeExact(state, fd, to, to.byteSize()));
    }

    /// Sends the data as datagrams of `size` bytes each, all to one address, by one call of sendmmsg(2).
    /// Returns how many of them went: at least one, perhaps not all.
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
            // the headers hold bare addresses of both
            Reference.reachabilityFence(data);
            Reference.reachabilityFence(address);
        }
    }

    /// Closes the descriptor, which is free afterwards whatever close(2) says; so an error of it is a
    /// mistake of ours.
    public static void close(int fd) {
        int result = (int) invoke(state -> (int) CLOSE.invokeExact(state, fd), SCRATCH.get().state);
        if (result < 0 && SCRATCH.get().errno() != Errno.EINTR) {
            throw new IllegalStateException(
                    "close " + fd + ": " + errorText(SCRATCH.get().errno()));
        }
    }

    /// Opens a pipe that children do not inherit; returns its reading and its writing end.
    static int[] pipe() throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            call("pipe2", state -> (int) Piping.PIPE2.invokeExact(state, ends, Piping.O_CLOEXEC));
            return ends.toArray(JAVA_INT);
        }
    }

    /// The system's words for an error number.
    public static String errorText(int errno) {
        try {
            var text = (MemorySegment) ErrorText.STRERROR.invokeExact(errno);
            return text.reinterpret(ErrorText.LONGEST).getString(0);
        } catch (Throwable e) {
            throw broken(e);
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

    /// The status bits of the wall clock (`struct timex` of include/uapi/linux/timex.h); nothing is
    /// adjusted.
    static int clockStatus() throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(Adjusting.SIZE, Long.BYTES);
            call("adjtimex", state -> (int) Adjusting.ADJTIMEX.invokeExact(state, timex));
            return timex.get(JAVA_INT, Adjusting.STATUS);
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
            throw broken(e);
        }
    }

    private static RuntimeException broken(Throwable e) {
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

    /// A call of a function that leaves its error number in `state`.
    private interface Call {
        long on(MemorySegment state) throws Throwable;
    }

    /// Apart from the rest because it is not needed before the first address is bound.
    private static final class Waiting {

        static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    /// Apart from the rest because not every daemon runs commands.
    private static final class Piping {

        static final int O_CLOEXEC = 0x80000; // include/uapi/asm-generic/fcntl.h
        static final MethodHandle PIPE2 = function("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    }

    /// Apart from the rest because a daemon never needs it.
    private static final class Adjusting {

        static final int SIZE = 208;
        static final int STATUS = 40; // behind modes, offset, freq, maxerror, esterror
        static final MethodHandle ADJTIMEX = function("adjtimex", JAVA_INT, ADDRESS);
    }

    /// Apart from the rest because most runs never need it.
    private static final class ErrorText {

        static final int LONGEST = 256;
        static final MethodHandle STRERROR = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    }

    /// Memory that a thread uses in each call.
    private static final class Scratch {

        final MemorySegment state = Arena.ofAuto().allocate(STATE);
        final MemorySegment time = Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);

        int errno() {
            return (int) ERRNO.get(state, 0L);
        }
    }
}
