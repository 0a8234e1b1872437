package io.yaim.lab;

import io.yaim.lab.AddressHistory.Event;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Records every address that is added to or removed from any of several hosts, as the kernel reports it.
///
/// One netlink socket receives the events of all namespaces (NETLINK_LISTEN_ALL_NSID of linux/netlink.h), so they
/// come in the order in which they happened. With one socket per namespace, two waiting events could be read in the
/// wrong order and show a double that never was. A thread that does nothing else stamps them with [System#nanoTime].
/// If the kernel lost an event, [#history] fails.
public final class AddressWatch implements Closeable {

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_LISTEN_ALL_NSID = 8;
    private static final int RTMGRP_IPV4_IFADDR = 0x10;
    private static final int RTMGRP_IPV6_IFADDR = 0x100;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_GETADDR = 22;
    private static final short NLM_F_REQUEST_DUMP = 0x301;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int HEADERS_SIZE = 24; // struct nlmsghdr and struct ifaddrmsg
    private static final int BUFFER_SIZE = 64 << 20; // some 80,000 events
    private static final int LARGEST_DATAGRAM = 1 << 17;
    private static final int POLL_MILLIS = 50;

    private final Arena arena = Arena.ofShared();
    private final Predicate<VirtualIp> pool;
    private final List<String> hosts;
    private final Namespace namespace;
    private final int socket;
    private final Thread reader;
    private final List<Event> events = new ArrayList<>();
    private final Set<String> present = new HashSet<>();
    private final long start = System.nanoTime();
    private Optional<IOException> failure = Optional.empty();
    private volatile boolean isClosing;

    /// Starts to watch: first the present addresses, then every change.
    ///
    /// @param hosts the namespaces by the names that the history uses
    /// @param pool which addresses to record
    public static AddressWatch start(Map<String, Namespace> hosts, Predicate<VirtualIp> pool) throws Exception {
        return start(hosts, pool, BUFFER_SIZE);
    }

    static AddressWatch start(Map<String, Namespace> hosts, Predicate<VirtualIp> pool, int bufferSize)
            throws Exception {
        var watch = new AddressWatch(hosts, pool, bufferSize);
        try {
            // after the subscription, so that nothing is missed in between; an address that is reported twice does
            // no harm
            for (var host : hosts.entrySet()) {
                host.getValue().call(() -> watch.dump(host.getKey()));
            }
        } catch (Exception e) {
            try (watch) {
                throw e;
            }
        }
        watch.reader.start();
        return watch;
    }

    private AddressWatch(Map<String, Namespace> hosts, Predicate<VirtualIp> pool, int bufferSize) throws Exception {
        this.pool = pool;
        this.hosts = List.copyOf(hosts.keySet());
        namespace = Namespace.create("watch");
        try {
            int id = 0;
            for (Namespace host : hosts.values()) {
                namespace.ip("netns", "set", host.name(), Integer.toString(id++));
            }
            socket = namespace.call(() -> subscribe(bufferSize));
        } catch (Exception e) {
            try (namespace;
                    arena) {
                throw e;
            }
        }
        reader = Thread.ofPlatform().daemon().name("address watch").unstarted(this::read);
    }

    /// What happened until now.
    ///
    /// @throws IOException an event was lost, or could not be read
    public synchronized AddressHistory history() throws IOException {
        rethrow();
        return new AddressHistory(start, System.nanoTime(), events);
    }

    /// How many addresses the hosts have now, all together.
    public synchronized int size() throws IOException {
        rethrow();
        return present.size();
    }

    /// Whether these hosts share this pool fairly, and no other host has any address.
    public boolean isShared(Collection<VirtualIp> ips, Collection<String> among) throws IOException {
        Collection<Integer> counts = history().counts(among).values();
        int sum = counts.stream().mapToInt(Integer::intValue).sum();
        return sum == ips.size() && size() == ips.size() && Collections.max(counts) - Collections.min(counts) <= 1;
    }

    @Override
    public void close() throws IOException {
        isClosing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (namespace;
                arena) {
            Libc.close(socket);
        }
    }

    private void rethrow() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the history of addresses has a hole", failure.get());
        }
    }

    private static int subscribe(int bufferSize) throws IOException {
        int fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0);
        try {
            Libc.setOption(fd, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, bufferSize);
            Libc.setOption(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1);
            Libc.bind(fd, netlinkAddress(RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR));
            return fd;
        } catch (IOException e) {
            Libc.close(fd);
            throw e;
        }
    }

    private void read() {
        try {
            var datagramBuffer = new DatagramBuffer(arena, LARGEST_DATAGRAM);
            while (!isClosing) {
                if (Libc.awaitReadable(new int[] {socket}, POLL_MILLIS)[0]) {
                    drain(datagramBuffer);
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = Optional.of(e); // ENOBUFS among them: the kernel's word for lost events
            }
        }
    }

    private synchronized void drain(DatagramBuffer datagramBuffer) throws IOException {
        while (datagramBuffer.receive(socket)) {
            long now = System.nanoTime();
            int id = datagramBuffer.control(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, -1);
            if (id >= 0) { // -1: the watch's own namespace
                note(now, hosts.get(id), datagramBuffer.bytes());
            }
        }
    }

    /// Runs on a thread inside the host's namespace.
    private synchronized boolean dump(String host) throws IOException {
        int fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0);
        try {
            ByteBuffer request = ByteBuffer.allocateDirect(HEADERS_SIZE).order(ByteOrder.nativeOrder());
            request.putInt(HEADERS_SIZE).putShort((short) RTM_GETADDR).putShort(NLM_F_REQUEST_DUMP);
            Libc.sendTo(fd, MemorySegment.ofBuffer(request.rewind()), netlinkAddress(0));
            var datagramBuffer = new DatagramBuffer(arena, LARGEST_DATAGRAM);
            boolean isDone = false;
            while (!isDone) {
                if (!Libc.awaitReadable(new int[] {fd}, 5000)[0]) {
                    throw new IOException("the kernel does not list the addresses of " + host);
                }
                datagramBuffer.receive(fd);
                isDone = note(start, host, datagramBuffer.bytes());
            }
            return isDone;
        } finally {
            Libc.close(fd);
        }
    }

    /// Records each message of a datagram; true when the last one ended a dump.
    private boolean note(long at, String host, ByteBuffer bytes) throws IOException {
        for (int position = 0; position + HEADERS_SIZE - 8 <= bytes.limit(); ) {
            int length = bytes.getInt(position);
            int type = bytes.getShort(position + 4);
            if (type == NLMSG_DONE) {
                return true;
            }
            if (type == NLMSG_ERROR || length < HEADERS_SIZE - 8 || position + length > bytes.limit()) {
                throw new IOException("netlink message of type " + type + " and length " + length + " from " + host);
            }
            if (type == RTM_NEWADDR || type == RTM_DELADDR) {
                ByteBuffer message = bytes.slice(position, length).order(ByteOrder.nativeOrder());
                VirtualIp ip = ip(message);
                if (pool.test(ip)) {
                    String place = message.getInt(20) + "/" + message.get(17); // ifa_index, ifa_prefixlen
                    note(new Event(at, host, ip, place, type == RTM_NEWADDR));
                }
            }
            position += (length + 3) & ~3;
        }
        return false;
    }

    /// Every refresh of a lifetime is an event of the kernel too. The history has only real changes.
    private void note(Event event) {
        String where = event.host() + " " + event.place() + " " + event.ip();
        if (event.isPresent() ? present.add(where) : present.remove(where)) {
            events.add(event);
        }
    }

    /// IFA_LOCAL where there is one: on point-to-point devices IFA_ADDRESS is the peer's.
    private static VirtualIp ip(ByteBuffer message) throws IOException {
        Optional<VirtualIp> address = Optional.empty();
        for (int position = HEADERS_SIZE; position + 4 <= message.limit(); ) {
            int length = message.getShort(position);
            int type = message.getShort(position + 2);
            if (type == IFA_LOCAL || (type == IFA_ADDRESS && address.isEmpty())) {
                var value = new byte[length - 4];
                message.get(position + 4, value);
                address = Optional.of(VirtualIp.of(value));
            }
            position += (Math.max(length, 4) + 3) & ~3;
        }
        return address.orElseThrow(() -> new IOException("an address message without an address"));
    }

    /// `struct sockaddr_nl` of the kernel, or of these multicast groups.
    private static MemorySegment netlinkAddress(int groups) {
        ByteBuffer address = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
        address.putShort((short) Libc.AF_NETLINK).putShort((short) 0).putInt(0).putInt(groups);
        return MemorySegment.ofBuffer(address.rewind());
    }
}
