package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends requests for every address to every host, again and again, and records how long two hosts answered for one
/// address. The requests are ICMP echoes in frames to the host's own hardware address, so no neighbour cache decides
/// where they go. A host that answers is one that would serve the address. A bound address that the gate keeps silent
/// does not answer.
///
/// IPv4 only. It runs in a host's namespace. The kernel there answers when other hosts resolve it.
public final class AnswerWatch implements Closeable {

    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int ALL_BUT_ECHO_REPLIES = ~1;
    private static final int IPPROTO_ICMP = 1;
    private static final int ECHO_REQUEST = 8;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERNET_SIZE = 14;
    private static final int IP_SIZE = 20;
    private static final int ICMP_SIZE = 16; // the header, the number of the round and that of the host
    private static final int TTL = 64;
    private static final int BUFFER_SIZE = 16 << 20;

    private final Arena arena = Arena.ofShared();
    private final Duration period;
    private final Map<VirtualIp, List<MemorySegment>> requests = new LinkedHashMap<>();
    private final MemorySegment device;
    private final int sender;
    private final int receiver;
    private final Thread thread;
    private final List<Long> rounds = new ArrayList<>();
    private final Map<VirtualIp, Map<Integer, BitSet>> answers = new HashMap<>();
    private Optional<IOException> failure = Optional.empty();
    private volatile boolean isClosing;

    /// Starts to send requests.
    ///
    /// @param from the host that sends them
    /// @param hosts the hosts that receive them
    public static AnswerWatch start(
            Segment segment, String from, Collection<String> hosts, Collection<VirtualIp> ips, Duration period)
            throws Exception {
        var macs = new ArrayList<byte[]>();
        for (String host : hosts) {
            macs.add(segment.host(host).call(() -> device().getHardwareAddress()));
        }
        byte[] source = VirtualIp.parse(segment.address(from)).bytes();
        var watch = segment.host(from).call(() -> new AnswerWatch(source, macs, ips, period));
        watch.thread.start();
        return watch;
    }

    private static NetworkInterface device() throws IOException {
        NetworkInterface device = NetworkInterface.getByName(Segment.DEVICE);
        if (device == null) {
            throw new IOException("no device " + Segment.DEVICE);
        }
        return device;
    }

    private AnswerWatch(byte[] source, List<byte[]> macs, Collection<VirtualIp> ips, Duration period)
            throws IOException {
        this.period = period;
        NetworkInterface own = device();
        for (VirtualIp ip : ips) {
            var each = new ArrayList<MemorySegment>();
            for (int i = 0; i < macs.size(); i++) {
                each.add(question(own.getHardwareAddress(), source, macs.get(i), ip, i));
            }
            requests.put(ip, each);
            answers.put(ip, new HashMap<>());
        }
        device = linkLayerAddress(own.getIndex());
        sender = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0); // of no protocol, so that it receives nothing
        receiver = Libc.socket(Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_ICMP);
        Libc.setOption(receiver, SOL_RAW, ICMP_FILTER, ALL_BUT_ECHO_REPLIES);
        Libc.setOption(receiver, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, BUFFER_SIZE);
        thread = Thread.ofPlatform().daemon().name("answer watch").unstarted(this::ask);
    }

    /// How long two hosts or more answered for the address since then: the time from each request that two answered
    /// to the next. A single such request between others proves nothing, since this thread may have been delayed
    /// between two hosts while the address moved. So a double shorter than two periods may be missed.
    public synchronized Duration answeredBySeveral(VirtualIp ip, long since) throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the watch over the answers failed", failure.get());
        }
        var doubled = new BitSet();
        answers.getOrDefault(ip, Map.of()).forEach((round, hosts) -> doubled.set(round, hosts.cardinality() > 1));
        return Duration.ofNanos(doubled.stream()
                .filter(round -> doubled.get(round + 1) || (round > 0 && doubled.get(round - 1)))
                .filter(round -> rounds.get(round) > since)
                .mapToLong(round -> next(round) - rounds.get(round))
                .sum());
    }

    private long next(int round) {
        return round + 1 < rounds.size() ? rounds.get(round + 1) : System.nanoTime();
    }

    /// Whether some host answered for each address. Otherwise silence says nothing.
    public synchronized boolean hasHeardAll() {
        return answers.values().stream().noneMatch(Map::isEmpty);
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
        Libc.close(sender);
        Libc.close(receiver);
    }

    private void ask() {
        try {
            var datagramBuffer = new DatagramBuffer(arena, 2048);
            long next = System.nanoTime();
            while (!isClosing) {
                long now = System.nanoTime();
                if (now >= next) {
                    askAll(now);
                    next = Math.max(next + period.toNanos(), now);
                }
                long left = next - System.nanoTime();
                Libc.awaitReadable(new int[] {receiver}, (int) Math.max(0, (left + 999_999) / 1_000_000));
                while (datagramBuffer.receive(receiver)) {
                    note(datagramBuffer.bytes().order(ByteOrder.BIG_ENDIAN));
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = Optional.of(e);
            }
        }
    }

    private void askAll(long now) throws IOException {
        int round;
        synchronized (this) {
            round = rounds.size();
            rounds.add(now);
        }
        for (List<MemorySegment> each : requests.values()) {
            for (MemorySegment question : each) {
                ByteBuffer bytes = question.asByteBuffer();
                int icmp = ETHERNET_SIZE + IP_SIZE;
                bytes.putInt(icmp + 8, round).putShort(icmp + 2, (short) 0);
                bytes.putShort(icmp + 2, checksum(bytes, icmp, ICMP_SIZE));
                Libc.sendTo(sender, question, device);
            }
        }
    }

    /// @param packet from the IP header on
    private synchronized void note(ByteBuffer packet) {
        int icmp = (packet.get(0) & 0xf) * 4;
        if (packet.limit() != icmp + ICMP_SIZE || packet.getShort(icmp + 4) != 0) {
            return; // an answer to somebody else: the kernel gives out no identifier 0
        }
        var source = new byte[4];
        packet.get(12, source);
        int host = packet.getInt(icmp + 12);
        answers.computeIfAbsent(VirtualIp.of(source), _ -> new HashMap<>())
                .computeIfAbsent(packet.getInt(icmp + 8), _ -> new BitSet())
                .set(host);
    }

    private MemorySegment question(byte[] ownMac, byte[] source, byte[] mac, VirtualIp ip, int host) {
        MemorySegment frame = arena.allocate(ETHERNET_SIZE + IP_SIZE + ICMP_SIZE);
        ByteBuffer bytes = frame.asByteBuffer(); // big-endian, as on the wire
        bytes.put(mac).put(ownMac).putShort((short) ETHERTYPE_IPV4);
        bytes.putShort((short) 0x4500).putShort((short) (IP_SIZE + ICMP_SIZE)).putInt(0);
        bytes.put((byte) TTL)
                .put((byte) IPPROTO_ICMP)
                .putShort((short) 0)
                .put(source)
                .put(ip.bytes());
        bytes.putShort(ETHERNET_SIZE + 10, checksum(bytes, ETHERNET_SIZE, IP_SIZE));
        bytes.put((byte) ECHO_REQUEST);
        bytes.putInt(ETHERNET_SIZE + IP_SIZE + 12, host);
        return frame;
    }

    /// RFC 1071.
    private static short checksum(ByteBuffer bytes, int start, int size) {
        int sum = 0;
        for (int i = start; i < start + size; i += 2) {
            sum += bytes.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    /// `struct sockaddr_ll` of the device.
    private MemorySegment linkLayerAddress(int index) {
        MemorySegment address = arena.allocate(20, 4);
        address.asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .putShort((short) Libc.AF_PACKET)
                .putShort((short) 0)
                .putInt(index);
        return address;
    }
}
