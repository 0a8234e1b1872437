package io.yaim.address.netlink;

import static io.yaim.address.netlink.RtnetlinkConstants.RTMGRP_IPV4_IFADDR;
import static io.yaim.address.netlink.RtnetlinkConstants.RTMGRP_IPV6_IFADDR;
import static io.yaim.address.netlink.RtnetlinkConstants.RTMGRP_LINK;

import io.yaim.linux.Errno;
import io.yaim.linux.LinuxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A daemon thread that runs a [Runnable] whenever another program changes an address or a link, or a lifetime ends.
final class AddressEvents implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final NetlinkSocket socket;
    private final EventFilter filter;
    private final Runnable changed;
    private final Thread thread;
    private volatile boolean isClosing;

    private AddressEvents(NetlinkSocket socket, EventFilter filter, Runnable changed) {
        this.socket = socket;
        this.filter = filter;
        this.changed = changed;
        thread = Thread.ofPlatform().daemon().name("address-events").unstarted(this::read);
    }

    /// @param rtnetlinkClient reads the present state of the links, so that only changes count
    /// @param ownPort the netlink port of the socket that this process sends its requests through
    static AddressEvents start(RtnetlinkClient rtnetlinkClient, int ownPort, Runnable changed) throws IOException {
        NetlinkSocket socket = NetlinkSocket.forEvents(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR);
        try {
            var filter = new EventFilter(ownPort, rtnetlinkClient.links());
            var events = new AddressEvents(socket, filter, changed);
            events.thread.start();
            return events;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /// @throws IllegalStateException the thread has ended, for a reason that it has logged
    void requireAlive() {
        if (!isClosing && !thread.isAlive()) {
            throw new IllegalStateException("the thread '" + thread.getName() + "' has ended");
        }
    }

    private void read() {
        while (!isClosing) {
            try {
                socket.receive(this::handle);
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENOBUFS) {
                    throw new UncheckedIOException("read address events", e);
                }
                filter.forgetLinks(); // events were lost
                changed.run();
            } catch (IOException e) {
                throw new UncheckedIOException("read address events", e);
            }
        }
    }

    private void handle(NetlinkMessage event) {
        if (!isClosing && filter.isForeignChange(event)) {
            changed.run();
        }
    }

    /// Ends the thread. An acknowledgement from the kernel wakes it. If the thread does not end in time, its socket
    /// stays open.
    @Override
    public void close() {
        isClosing = true;
        var wake = new NetlinkRequests();
        wake.noop();
        try {
            socket.send(wake.finish(true));
            if (thread.join(TIMEOUT)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stop address events", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
