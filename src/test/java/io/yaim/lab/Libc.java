package io.yaim.lab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of the C library that the laboratory needs. A failing call is an [Errno] with its name. The laboratory
/// has its own, so that a bug in the program's calls cannot hide from the tests.
@SuppressWarnings("restricted")
final class Libc {

    static final int CLONE_NEWNET = 0x4000_0000;
    static final int SIGKILL = 9;
    static final int SIGHUP = 1;
    static final int SIGTERM = 15;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int MSG_DONTWAIT = 0x40;
    static final int CLOSE_ON_EXEC = 0x8_0000;
    static final short POLLIN = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = bind("open", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETNS = bind("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle KILL = bind("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = bind("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SET_OPTION =
            bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND_TO =
            bind("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECEIVE = bind("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle POLL = bind("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final int LONGEST_ERROR_TEXT = 256;

    private Libc() {}

    /// A call of the C library that failed.
    static final class Errno extends IOException {

        private static final long serialVersionUID = 1L;
        private final int number;

        private Errno(String call, int number) {
            super(call + ": " + text(number));
            this.number = number;
        }

        /// The error's number in errno.h.
        int number() {
            return number;
        }
    }

    /// Moves the calling thread into the network namespace that the file stands for.
    static void enter(String namespaceFile) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) checked("open " + namespaceFile, OPEN, arena.allocateFrom(namespaceFile), CLOSE_ON_EXEC);
            try {
                checked("setns " + namespaceFile, SETNS, fd, CLONE_NEWNET);
            } finally {
                close(fd);
            }
        }
    }

    static void close(int fd) throws Errno {
        checked("close", CLOSE, fd);
    }

    static void kill(long pid, int signal) throws Errno {
        checked("kill " + signal + " " + pid, KILL, Math.toIntExact(pid), signal);
    }

    static int socket(int domain, int type, int protocol) throws Errno {
        return (int) checked("socket", SOCKET, domain, type | CLOSE_ON_EXEC, protocol);
    }

    static void bind(int fd, MemorySegment address) throws Errno {
        checked("bind", BIND, fd, address, (int) address.byteSize());
    }

    static void setOption(int fd, int level, int option, int value) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
            checked("setsockopt " + level + " " + option, SET_OPTION, fd, level, option, memory, Integer.BYTES);
        }
    }

    static void sendTo(int fd, MemorySegment data, MemorySegment address) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SEND_TO.invokeExact(
                    state, fd, data, data.byteSize(), MSG_DONTWAIT, address, (int) address.byteSize());
            check("sendto", result, state);
        } catch (Errno e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the binding of sendto is wrong", e);
        }
    }

    /// Receives one datagram without waiting.
    ///
    /// @param message a `struct msghdr`
    static long receive(int fd, MemorySegment message) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return check("recvmsg", (long) RECEIVE.invokeExact(state, fd, message, MSG_DONTWAIT), state);
        } catch (Errno e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the binding of recvmsg is wrong", e);
        }
    }

    /// Waits until one of the files is readable; true for each that is.
    static boolean[] awaitReadable(int[] fds, int timeoutMillis) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(8L * fds.length, 4); // struct pollfd: int fd, short events, revents
            for (int i = 0; i < fds.length; i++) {
                polls.set(JAVA_INT, 8L * i, fds[i]);
                polls.set(JAVA_SHORT, 8L * i + 4, POLLIN);
            }
            checked("poll", POLL, polls, (long) fds.length, timeoutMillis);
            var readable = new boolean[fds.length];
            for (int i = 0; i < fds.length; i++) {
                readable[i] = polls.get(JAVA_SHORT, 8L * i + 6) != 0; // also POLLERR: reading tells what it is
            }
            return readable;
        }
    }

    private static long checked(String call, MethodHandle handle, Object... arguments) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            var all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return check(call, ((Number) handle.invokeWithArguments(all)).longValue(), state);
        } catch (Errno e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the binding of " + call + " is wrong", e);
        }
    }

    private static long check(String call, long result, MemorySegment state) throws Errno {
        if (result < 0) {
            throw new Errno(call, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private static String text(int number) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(number))
                    .reinterpret(LONGEST_ERROR_TEXT)
                    .getString(0);
        } catch (Throwable e) {
            throw new AssertionError("the binding of strerror is wrong", e);
        }
    }
}
