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

/// Hears on the interfaces in use what others say about addresses: of each address the latest. A daemon thread,
/// which starts when there is something to listen for, waits for frames; [#takeSightings] reads what still
/// waits itself, so that nothing that had come before is missed.
///
/// A noisy segment costs a bounded part of a processor: after [#FRAMES_AT_ONCE] frames without a pause the
/// thread rests, and what does not fit into the sockets meanwhile is lost. Whoever has an address says so
/// again.
final class ArpNdListener implements AutoCloseable {

    private static final int FRAMES_AT_ONCE = 64;
    private static final Duration REST = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Runnable changed;
    private final NetlinkSocket waker;
    private final Thread thread;
    private final Object lock = new Object();
    private final ByteBuffer frame = ByteBuffer.allocateDirect(ArpNdMessage.LONGEST);

    // all of it guarded by the lock
    private final Map<SocketKey, ArpNdSocket> sockets = new HashMap<>();
    private final List<ArpNdSocket> retired = new ArrayList<>();
    private final Map<VirtualIp, AddressSighting> takeSightings = new HashMap<>();
    private final Set<VirtualIp> reported = new HashSet<>();
    private Map<VirtualIp, String> wanted = Map.of();
    private Set<HardwareAddress> own = Set.of();
    private boolean isStale; // the thread waits for other ears than there are

    private volatile boolean isClosing;

    private ArpNdListener(NetlinkSocket waker, Runnable changed) {
        this.waker = waker;
        this.changed = changed;
        thread = Thread.ofPlatform().daemon().name("wire").unstarted(this::run);
    }

    /// @param changed run on the listener's thread when something was heard of an address for the first
    ///     time since it has been listened for
    static ArpNdListener open(Runnable changed) throws IOException {
        return new ArpNdListener(NetlinkSocket.forRequests(NetlinkSocket.NETLINK_ROUTE, PATIENCE), changed);
    }

    /// Listens for these addresses from now on, and no longer for others; on interfaces without neighbours,
    /// or that are not there, for none.
    ///
    /// @param links all interfaces, whose own frames are not heard
    void listen(Collection<Binding> bindings, Collection<NetlinkMessage.Interface> links) throws IOException {
        var byIp = new HashMap<VirtualIp, String>();
        bindings.forEach(binding -> byIp.put(binding.ip(), binding.interfaceName()));
        synchronized (lock) {
            own = new HashSet<>();
            links.forEach(link -> link.hardware().ifPresent(own::add));
            if (!byIp.equals(wanted)) {
                wanted = byIp;
                reported.retainAll(byIp.keySet());
                takeSightings.keySet().retainAll(byIp.keySet());
            }
            try {
                openAndRetire(places(links));
            } finally {
                if (isStale) {
                    wake();
                }
            }
        }
    }

    /// What was heard since the last call: of each address the latest, but rather that somebody has it than
    /// that somebody wants it.
    List<AddressSighting> takeSightings() throws IOException {
        synchronized (lock) {
            for (var each : sockets.entrySet()) {
                int[] fd = {each.getValue().fd()};
                for (int i = 0; i < FRAMES_AT_ONCE && Libc.awaitReadable(fd, Optional.of(Duration.ZERO))[0]; i++) {
                    read(each.getKey(), each.getValue());
                }
            }
            List<AddressSighting> sightings = List.copyOf(takeSightings.values());
            takeSightings.clear();
            return sightings;
        }
    }

    private Set<SocketKey> places(Collection<NetlinkMessage.Interface> links) {
        var kinds = new HashMap<String, Set<Boolean>>();
        wanted.forEach(
                (ip, name) -> kinds.computeIfAbsent(name, _ -> new HashSet<>()).add(ip.isV6()));
        var places = new HashSet<SocketKey>();
        for (NetlinkMessage.Interface link : links) {
            if (link.hasNeighbours()) {
                HardwareAddress hardware = link.hardware().orElseThrow();
                kinds.getOrDefault(link.name(), Set.of())
                        .forEach(isV6 -> places.add(new SocketKey(link.name(), link.index(), hardware, isV6)));
            }
        }
        return places;
    }

    /// What is retired is closed by the thread, which may be waiting for it. An interface where that fails
    /// does not keep the others back.
    private void openAndRetire(Set<SocketKey> places) throws IOException {
        for (SocketKey socketKey : List.copyOf(sockets.keySet())) {
            if (!places.contains(socketKey)) {
                Optional.ofNullable(sockets.remove(socketKey)).ifPresent(retired::add);
                isStale = true;
            }
        }
        Optional<IOException> failure = Optional.empty();
        for (SocketKey socketKey : places) {
            if (!sockets.containsKey(socketKey)) {
                try {
                    sockets.put(socketKey, ArpNdSocket.open(socketKey.index, socketKey.hardware, socketKey.isV6));
                    isStale = true;
                } catch (IOException e) {
                    failure = Optional.of(new IOException("listen on " + socketKey.name + ": " + e.getMessage(), e));
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /// By the acknowledgement of a request, which the thread waits for too.
    private void wake() throws IOException {
        isStale = false;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
            return;
        }
        var request = new NetlinkRequests();
        request.noop();
        waker.send(request.finish(true));
    }

    /// @throws IllegalStateException nobody listens any more, for a reason that the thread has told
    void requireAlive() {
        if (!isClosing && thread.getState() == Thread.State.TERMINATED) {
            throw new IllegalStateException("the thread '" + thread.getName() + "' has ended");
        }
    }

    private void run() {
        try {
            int busy = 0;
            Map<SocketKey, ArpNdSocket> present = refreshed();
            while (!isClosing) {
                boolean[] readable = await(present, busy > 0 ? Optional.of(Duration.ZERO) : Optional.empty());
                boolean hasRead = readAndTell(present, readable);
                busy = hasRead ? busy + 1 : 0;
                if (busy > FRAMES_AT_ONCE) {
                    Libc.awaitReadable(new int[0], Optional.of(REST));
                }
                if (readable[present.size()]) {
                    waker.receive(_ -> {});
                    present = refreshed();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("listen to the wire", e);
        }
    }

    /// The ears that there are now; those that are not wanted any more are closed.
    private Map<SocketKey, ArpNdSocket> refreshed() {
        synchronized (lock) {
            retired.forEach(ArpNdSocket::close);
            retired.clear();
            return new LinkedHashMap<>(sockets);
        }
    }

    /// Which of them have something to read, and at last whether the waker has.
    private boolean[] await(Map<SocketKey, ArpNdSocket> present, Optional<Duration> patience) throws IOException {
        int[] fds = IntStream.concat(present.values().stream().mapToInt(ArpNdSocket::fd), IntStream.of(waker.fd()))
                .toArray();
        return Libc.awaitReadable(fds, patience);
    }

    private boolean readAndTell(Map<SocketKey, ArpNdSocket> present, boolean[] readable) throws IOException {
        boolean isNews = false;
        boolean hasRead = false;
        synchronized (lock) {
            int i = 0;
            for (var each : present.entrySet()) {
                if (readable[i++]) {
                    isNews |= read(each.getKey(), each.getValue());
                    hasRead = true;
                }
            }
        }
        if (isNews) {
            changed.run();
        }
        return hasRead;
    }

    /// Reads one frame; whether it is the first about its address.
    private boolean read(SocketKey socketKey, ArpNdSocket arpNdSocket) throws IOException {
        Optional<ArpNdMessage> said =
                arpNdSocket.next(frame).filter(one -> socketKey.name.equals(wanted.get(one.ip())));
        if (said.isEmpty()
                || own.contains(said.get().senderHardware())
                || own.contains(said.get().frameSource())) {
            return false;
        }
        var addressSighting = new AddressSighting(
                said.get().ip(),
                socketKey.name,
                said.get().senderHardware(),
                said.get().kind());
        takeSightings.merge(
                addressSighting.ip(),
                addressSighting,
                (old, latest) -> old.isInUse() && !latest.isInUse() ? old : latest);
        return reported.add(addressSighting.ip());
    }

    /// Ends the thread and closes its sockets. Should it hang all the same, it keeps them.
    @Override
    public void close() {
        isClosing = true;
        try {
            boolean hasStarted = thread.getState() != Thread.State.NEW;
            if (hasStarted) {
                wake();
            }
            if (!hasStarted || thread.join(PATIENCE)) {
                refreshed().values().forEach(ArpNdSocket::close);
                waker.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("end listening to the wire", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// By what one socket differs from another.
    private record SocketKey(String name, int index, HardwareAddress hardware, boolean isV6) {}
}
