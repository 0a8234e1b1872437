package io.yaim.address.netlink;

import io.yaim.linux.Libc;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Receives what other hosts send about addresses, on the interfaces in use, and stores the latest message about each
/// address. A daemon thread waits for frames. It starts when there is something to listen for. [#takeSightings] reads
/// the remaining frames itself, so everything that has arrived counts.
///
/// A noisy segment costs a limited part of a processor. After [#FRAMES_AT_ONCE] frames without a pause the thread
/// pauses. Frames that do not fit into the sockets meanwhile are lost. A host that has an address announces it again.
final class ArpNdListener implements AutoCloseable {

    private static final int FRAMES_AT_ONCE = 64;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Runnable changed;
    private final NetlinkSocket waker;
    private final Thread thread;
    private final Object lock = new Object();
    private final ByteBuffer frame = ByteBuffer.allocateDirect(ArpNdMessage.LONGEST);

    // all guarded by the lock
    private final Map<SocketKey, ArpNdSocket> sockets = new HashMap<>();
    private final List<ArpNdSocket> retired = new ArrayList<>();
    private final Map<VirtualIp, AddressSighting> latestSightings = new HashMap<>();
    private final Set<VirtualIp> reported = new HashSet<>();
    private Map<VirtualIp, String> interfaceByIp = Map.of();
    private Set<HardwareAddress> ownHardware = Set.of();
    private boolean isThreadOutdated; // the thread waits on other sockets than are open now

    private volatile boolean isClosing;

    private ArpNdListener(NetlinkSocket waker, Runnable changed) {
        this.waker = waker;
        this.changed = changed;
        thread = Thread.ofPlatform().daemon().name("arp-nd-listener").unstarted(this::run);
    }

    /// @param changed is run on the listener's thread at the first message about an address since it is listened for
    static ArpNdListener open(Runnable changed) throws IOException {
        return new ArpNdListener(NetlinkSocket.forRequests(NetlinkSocket.NETLINK_ROUTE, TIMEOUT), changed);
    }

    /// Listens for these addresses from now on, and for no others. On interfaces without neighbours, and on those that
    /// do not exist, it listens for none.
    ///
    /// @param links all interfaces of this host, whose own frames are ignored
    void listen(Collection<Binding> bindings, Collection<NetlinkMessage.Interface> links) throws IOException {
        var byIp = new HashMap<VirtualIp, String>();
        bindings.forEach(binding -> byIp.put(binding.ip(), binding.interfaceName()));
        synchronized (lock) {
            ownHardware = new HashSet<>();
            links.forEach(link -> link.hardware().ifPresent(ownHardware::add));
            if (!byIp.equals(interfaceByIp)) {
                interfaceByIp = byIp;
                reported.retainAll(byIp.keySet());
                latestSightings.keySet().retainAll(byIp.keySet());
            }
            try {
                openAndRetire(socketKeys(links));
            } finally {
                if (isThreadOutdated) {
                    wake();
                }
            }
        }
    }

    /// The messages since the last call: the latest of each address, but `IN_USE` rather than `PROBES`.
    List<AddressSighting> takeSightings() throws IOException {
        synchronized (lock) {
            for (var each : sockets.entrySet()) {
                int[] fd = {each.getValue().fd()};
                for (int i = 0; i < FRAMES_AT_ONCE && Libc.awaitReadable(fd, Optional.of(Duration.ZERO))[0]; i++) {
                    read(each.getKey(), each.getValue());
                }
            }
            List<AddressSighting> sightings = List.copyOf(latestSightings.values());
            latestSightings.clear();
            return sightings;
        }
    }

    private Set<SocketKey> socketKeys(Collection<NetlinkMessage.Interface> links) {
        var families = new HashMap<String, Set<Boolean>>();
        interfaceByIp.forEach((ip, name) ->
                families.computeIfAbsent(name, _ -> new HashSet<>()).add(ip.isV6()));
        var socketKeys = new HashSet<SocketKey>();
        for (NetlinkMessage.Interface link : links) {
            if (link.hasNeighbours()) {
                HardwareAddress hardware = link.hardware().orElseThrow();
                families.getOrDefault(link.name(), Set.of())
                        .forEach(isV6 -> socketKeys.add(new SocketKey(link.name(), link.index(), hardware, isV6)));
            }
        }
        return socketKeys;
    }

    /// The thread closes retired sockets, because it may be waiting on them. An error on one interface does not affect
    /// the others.
    private void openAndRetire(Set<SocketKey> socketKeys) throws IOException {
        for (SocketKey socketKey : List.copyOf(sockets.keySet())) {
            if (!socketKeys.contains(socketKey)) {
                Optional.ofNullable(sockets.remove(socketKey)).ifPresent(retired::add);
                isThreadOutdated = true;
            }
        }
        Optional<IOException> failure = Optional.empty();
        for (SocketKey socketKey : socketKeys) {
            if (!sockets.containsKey(socketKey)) {
                try {
                    sockets.put(socketKey, ArpNdSocket.open(socketKey.index, socketKey.hardware, socketKey.isV6));
                    isThreadOutdated = true;
                } catch (IOException e) {
                    failure = Optional.of(new IOException("listen on " + socketKey.name + ": " + e.getMessage(), e));
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /// Sends a request whose acknowledgement the thread waits for as well.
    private void wake() throws IOException {
        isThreadOutdated = false;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
            return;
        }
        var request = new NetlinkRequests();
        request.noop();
        waker.send(request.finish(true));
    }

    /// @throws IllegalStateException the thread has ended, for a reason that it has logged
    void requireAlive() {
        if (!isClosing && thread.getState() == Thread.State.TERMINATED) {
            throw new IllegalStateException("the thread '" + thread.getName() + "' has ended");
        }
    }

    private void run() {
        try {
            int busy = 0;
            Map<SocketKey, ArpNdSocket> current = currentSockets();
            while (!isClosing) {
                boolean[] readable = await(current, busy > 0 ? Optional.of(Duration.ZERO) : Optional.empty());
                boolean hasRead = readAndNotify(current, readable);
                busy = hasRead ? busy + 1 : 0;
                if (busy > FRAMES_AT_ONCE) {
                    Libc.awaitReadable(new int[0], Optional.of(PAUSE));
                }
                if (readable[current.size()]) {
                    waker.receive(_ -> {});
                    current = currentSockets();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("listen for ARP and neighbour discovery", e);
        }
    }

    /// The open sockets. Sockets that are no longer needed are closed.
    private Map<SocketKey, ArpNdSocket> currentSockets() {
        synchronized (lock) {
            retired.forEach(ArpNdSocket::close);
            retired.clear();
            return new LinkedHashMap<>(sockets);
        }
    }

    /// For each socket, and as last element for the waker, whether it is readable.
    private boolean[] await(Map<SocketKey, ArpNdSocket> current, Optional<Duration> timeout) throws IOException {
        int[] fds = IntStream.concat(current.values().stream().mapToInt(ArpNdSocket::fd), IntStream.of(waker.fd()))
                .toArray();
        return Libc.awaitReadable(fds, timeout);
    }

    private boolean readAndNotify(Map<SocketKey, ArpNdSocket> current, boolean[] readable) throws IOException {
        boolean hasNews = false;
        boolean hasRead = false;
        synchronized (lock) {
            int i = 0;
            for (var each : current.entrySet()) {
                if (readable[i++]) {
                    hasNews |= read(each.getKey(), each.getValue());
                    hasRead = true;
                }
            }
        }
        if (hasNews) {
            changed.run();
        }
        return hasRead;
    }

    /// Reads one frame. Returns whether it is the first message about its address.
    private boolean read(SocketKey socketKey, ArpNdSocket arpNdSocket) throws IOException {
        Optional<ArpNdMessage> message =
                arpNdSocket.next(frame).filter(one -> socketKey.name.equals(interfaceByIp.get(one.ip())));
        if (message.isEmpty()
                || ownHardware.contains(message.get().senderHardware())
                || ownHardware.contains(message.get().frameSource())) {
            return false;
        }
        var sighting = new AddressSighting(
                message.get().ip(),
                socketKey.name,
                message.get().senderHardware(),
                message.get().kind());
        latestSightings.merge(
                sighting.ip(), sighting, (old, latest) -> old.isInUse() && !latest.isInUse() ? old : latest);
        return reported.add(sighting.ip());
    }

    /// Ends the thread and closes its sockets. If the thread does not end in time, the sockets stay open.
    @Override
    public void close() {
        isClosing = true;
        try {
            boolean hasStarted = thread.getState() != Thread.State.NEW;
            if (hasStarted) {
                wake();
            }
            if (!hasStarted || thread.join(TIMEOUT)) {
                currentSockets().values().forEach(ArpNdSocket::close);
                waker.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stop listening for ARP and neighbour discovery", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What distinguishes the sockets.
    private record SocketKey(String name, int index, HardwareAddress hardware, boolean isV6) {}
}
