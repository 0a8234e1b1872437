package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A client that sends ICMP echo requests to every address again and again, through its host's ordinary neighbour
/// cache, and measures how long each address was silent. One thread serves all addresses.
public final class Prober implements Closeable {

    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final byte ICMP_ECHO = 8;
    private static final byte ICMPV6_ECHO_REQUEST = (byte) 128;
    private static final Set<Byte> ECHO_REPLIES = Set.of((byte) 0, (byte) 129);
    // Requests wait in the socket's buffer while a neighbour is resolved. In a small buffer they would delay
    // requests to reachable addresses as well.
    private static final int BUFFER_SIZE = 64 << 20;
    /// ENETUNREACH, EHOSTUNREACH, EAGAIN, ENOBUFS: no answer, as for any client. Other errors are bugs of this
    /// class.
    private static final Set<Integer> UNREACHABLE = Set.of(101, 113, Libc.EAGAIN, Libc.ENOBUFS);

    private final Arena arena = Arena.ofShared();
    private final Duration period;
    private final Map<VirtualIp, Track> tracks = new LinkedHashMap<>();
    private final int socket4;
    private final int socket6;
    private final Thread thread;
    private Optional<IOException> failure = Optional.empty();
    private Silence longestStall = new Silence(0, 0);
    private volatile boolean isClosing;

    /// From the last answer before to the first answer after, on the scale of [System#nanoTime].
    public record Silence(long from, long to) {

        public Duration length() {
            return Duration.ofNanos(to - from);
        }
    }

    /// The state of one address. Silences shorter than three periods are the gaps between probes.
    private static final class Track {
        private final MemorySegment request;
        private final MemorySegment address;
        private final List<Silence> silences = new ArrayList<>();
        private long lastAnswer;
        private boolean hasAnswered;

        Track(MemorySegment request, MemorySegment address, long start) {
            this.request = request;
            this.address = address;
            this.lastAnswer = start;
        }
    }

    /// Starts to probe from a namespace. An address counts as silent from the start to its first answer.
    public static Prober start(Namespace client, Collection<VirtualIp> ips, Duration period) throws Exception {
        client.set("ipv4/ping_group_range", "0 0"); // lets root use ping sockets, for both versions
        var prober = client.call(() -> new Prober(ips, period));
        prober.thread.start();
        return prober;
    }

    private Prober(Collection<VirtualIp> ips, Duration period) throws IOException {
        this.period = period;
        socket4 = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM, IPPROTO_ICMP);
        socket6 = Libc.socket(Libc.AF_INET6, Libc.SOCK_DGRAM, IPPROTO_ICMPV6);
        for (int socket : new int[] {socket4, socket6}) {
            Libc.setOption(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, BUFFER_SIZE);
            Libc.setOption(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, BUFFER_SIZE);
        }
        long now = System.nanoTime();
        for (VirtualIp ip : ips) {
            tracks.put(ip, new Track(echoRequest(ip), socketAddress(ip), now));
        }
        thread = Thread.ofPlatform().daemon().name("prober").unstarted(this::probe);
    }

    /// The longest silence of the address that lasted beyond `since`, in full length; one that goes on counts
    /// up to now.
    public synchronized Duration longestSilence(VirtualIp ip, long since) throws IOException {
        return silences(ip).stream()
                .filter(silence -> silence.to > since)
                .map(Silence::length)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// All silences of three periods or more, the one that goes on now among them.
    public synchronized List<Silence> silences(VirtualIp ip) throws IOException {
        rethrow();
        Track track = track(ip);
        var silences = new ArrayList<>(track.silences);
        long now = System.nanoTime();
        if (isLong(now - track.lastAnswer)) {
            silences.add(new Silence(track.lastAnswer, now));
        }
        return List.copyOf(silences);
    }

    /// Whether the address has answered after `since`.
    public synchronized boolean hasAnswered(VirtualIp ip, long since) throws IOException {
        rethrow();
        Track track = track(ip);
        return track.hasAnswered && track.lastAnswer > since;
    }

    /// The longest time in which this prober itself did nothing, because the machine was busy. A silence that is
    /// not much longer says nothing about the address.
    public synchronized Duration longestStall() {
        return longestStall.length();
    }

    @Override
    public void close() throws IOException {
        isClosing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arena.close();
        Libc.close(socket4);
        Libc.close(socket6);
    }

    private Track track(VirtualIp ip) {
        Track track = tracks.get(ip);
        if (track == null) {
            throw new IllegalArgumentException(ip + " is not probed");
        }
        return track;
    }

    private void rethrow() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the prober failed", failure.get());
        }
    }

    private boolean isLong(long nanos) {
        return nanos >= 3 * period.toNanos();
    }

    private void probe() {
        try {
            var datagramBuffer = new DatagramBuffer(arena, 2048);
            long next = System.nanoTime();
            long before = next;
            while (!isClosing) {
                long now = System.nanoTime();
                noteStall(before, now);
                before = now;
                if (now >= next) {
                    askAll();
                    next = Math.max(next + period.toNanos(), now);
                }
                long left = next - System.nanoTime();
                receive(datagramBuffer, (int) Math.max(0, (left + 999_999) / 1_000_000));
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = Optional.of(e);
            }
        }
    }

    private synchronized void noteStall(long from, long to) {
        if (to - from > longestStall.to - longestStall.from) {
            longestStall = new Silence(from, to);
        }
    }

    private void askAll() throws IOException {
        for (var entry : tracks.entrySet()) {
            Track track = entry.getValue();
            try {
                Libc.sendTo(entry.getKey().isV6() ? socket6 : socket4, track.request, track.address);
            } catch (Libc.Errno e) {
                if (!UNREACHABLE.contains(e.number())) {
                    throw e;
                }
            }
        }
    }

    private void receive(DatagramBuffer datagramBuffer, int timeoutMillis) throws IOException {
        int[] sockets = {socket4, socket6};
        boolean[] readable = Libc.awaitReadable(sockets, timeoutMillis);
        for (int i = 0; i < sockets.length; i++) {
            while (readable[i] && datagramBuffer.receive(sockets[i])) {
                if (ECHO_REPLIES.contains(datagramBuffer.bytes().get(0))) {
                    note(sender(datagramBuffer.sender()), System.nanoTime());
                }
            }
        }
    }

    private synchronized void note(VirtualIp ip, long now) {
        Track track = tracks.get(ip);
        if (track == null) {
            return;
        }
        if (isLong(now - track.lastAnswer)) {
            track.silences.add(new Silence(track.lastAnswer, now));
        }
        track.lastAnswer = now;
        track.hasAnswered = true;
    }

    private static VirtualIp sender(ByteBuffer address) {
        boolean isV6 = address.getShort(0) == Libc.AF_INET6;
        var bytes = new byte[isV6 ? 16 : 4];
        address.get(isV6 ? 8 : 4, bytes); // sin6_addr, sin_addr
        return VirtualIp.of(bytes);
    }

    /// The kernel fills in identifier and checksum.
    private MemorySegment echoRequest(VirtualIp ip) {
        MemorySegment request = arena.allocate(8);
        request.asByteBuffer().put(ip.isV6() ? ICMPV6_ECHO_REQUEST : ICMP_ECHO);
        return request;
    }

    /// `struct sockaddr_in` or `struct sockaddr_in6`.
    private MemorySegment socketAddress(VirtualIp ip) {
        MemorySegment address = arena.allocate(ip.isV6() ? 28 : 16, 8);
        ByteBuffer bytes = address.asByteBuffer().order(ByteOrder.nativeOrder());
        bytes.putShort((short) (ip.isV6() ? Libc.AF_INET6 : Libc.AF_INET));
        bytes.position(ip.isV6() ? 8 : 4).put(ip.bytes());
        return address;
    }
}
