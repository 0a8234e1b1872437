package io.yaim.address.netlink;

import io.yaim.linux.Errno;
import io.yaim.linux.LinuxException;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads interfaces and addresses from the kernel, and changes addresses. Used by one thread.
final class RtnetlinkClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /// How often a dump is started again because something changed meanwhile.
    private static final int DUMP_ATTEMPTS = 10;

    private static final int LONGEST_NAME = 15; // IFNAMSIZ of include/uapi/linux/if.h, without the NUL
    private static final int NO_INTERFACE = Integer.MAX_VALUE;

    private final NetlinkSocket socket;
    private final NetlinkRequests netlinkRequests = new NetlinkRequests();

    private RtnetlinkClient(NetlinkSocket socket) {
        this.socket = socket;
    }

    static RtnetlinkClient open() throws IOException {
        return new RtnetlinkClient(NetlinkSocket.forRequests(NetlinkSocket.NETLINK_ROUTE, TIMEOUT));
    }

    /// All interfaces.
    List<NetlinkMessage.Interface> links() throws IOException {
        return dump(NetlinkRequests::dumpLinks, NetlinkMessage.Interface.class, "interfaces");
    }

    /// All addresses of both families, on all interfaces.
    List<NetlinkMessage.Address> addresses() throws IOException {
        return dump(NetlinkRequests::dumpAddresses, NetlinkMessage.Address.class, "addresses");
    }

    /// All neighbours on the interface, of both families.
    List<NetlinkMessage.NeighbourEntry> neighbours(int index) throws IOException {
        List<NetlinkMessage.NeighbourEntry> all = dump(
                netlinkRequests -> netlinkRequests.dumpNeighbours(index),
                NetlinkMessage.NeighbourEntry.class,
                "neighbours");
        return all.stream()
                .filter(neighbourEntry -> neighbourEntry.index() == index)
                .toList();
    }

    /// The interface with this name, if it exists.
    Optional<NetlinkMessage.Interface> link(String name) throws IOException {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        netlinkRequests.clear();
        netlinkRequests.link(name);
        var found = new ArrayList<NetlinkMessage.Interface>(1);
        for (NetlinkMessage.Acknowledgement failure : exchange(NetlinkMessage.Interface.class, found)) {
            if (failure.errno() != Errno.ENODEV) {
                throw new LinuxException("read interface " + name, failure.errno());
            }
        }
        return found.stream().findFirst();
    }

    /// The kernel's answer to a request that changes nothing. Its error says whether changes are allowed: EPERM if
    /// not, otherwise ENODEV, because the interface does not exist. It contains the port of this socket.
    NetlinkMessage.Acknowledgement testChange() throws IOException {
        netlinkRequests.clear();
        netlinkRequests.drop(NO_INTERFACE, VirtualIp.parse("127.0.0.1"), 32);
        return carryOut().getFirst();
    }

    /// The empty buffer for the requests of [#carryOut].
    NetlinkRequests newRequests() {
        netlinkRequests.clear();
        return netlinkRequests;
    }

    /// Sends the requests in the buffer and empties it.
    ///
    /// @return the failures, each with the sequence number of its request
    List<NetlinkMessage.Acknowledgement> carryOut() throws IOException {
        return exchange(NetlinkMessage.Other.class, new ArrayList<>());
    }

    private <T extends NetlinkMessage> List<T> dump(Consumer<NetlinkRequests> request, Class<T> type, String what)
            throws IOException {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            netlinkRequests.clear();
            request.accept(netlinkRequests);
            var found = new ArrayList<T>();
            if (receiveDump(type, found, what)) {
                return found;
            }
        }
        throw new IOException("read " + what + ": they changed during each of " + DUMP_ATTEMPTS + " attempts");
    }

    /// Returns whether the dump is consistent: nothing changed meanwhile.
    private <T extends NetlinkMessage> boolean receiveDump(Class<T> type, List<T> found, String what)
            throws IOException {
        int sequence = netlinkRequests.lastSequence();
        var progress = new Progress();
        socket.send(netlinkRequests.finish(false));
        while (!progress.isDone) {
            socket.answers(netlinkMessage -> {
                if (netlinkMessage.header().sequence() != sequence) {
                    return; // a late answer to a request that timed out
                }
                progress.isInconsistent |= (netlinkMessage.header().flags() & RtnetlinkConstants.NLM_F_DUMP_INTR) != 0;
                switch (netlinkMessage) {
                    case NetlinkMessage.DumpEnd dumpEnd -> progress.end(dumpEnd.errno());
                    case NetlinkMessage.Acknowledgement acknowledgement -> progress.end(acknowledgement.errno());
                    case NetlinkMessage.Address _,
                            NetlinkMessage.Interface _,
                            NetlinkMessage.NeighbourEntry _,
                            NetlinkMessage.Other _ -> {
                        if (type.isInstance(netlinkMessage)) {
                            found.add(type.cast(netlinkMessage));
                        }
                    }
                }
            });
        }
        if (progress.errno != 0) {
            throw new LinuxException("read " + what, progress.errno);
        }
        return !progress.isInconsistent;
    }

    /// Sends the requests and waits for the acknowledgement of the last one. Errors of the others arrive before it.
    private <T extends NetlinkMessage> List<NetlinkMessage.Acknowledgement> exchange(Class<T> type, List<T> found)
            throws IOException {
        int last = netlinkRequests.lastSequence();
        int first = netlinkRequests.firstSequence();
        var progress = new Progress();
        var failures = new ArrayList<NetlinkMessage.Acknowledgement>();
        socket.send(netlinkRequests.finish(true));
        netlinkRequests.clear();
        while (!progress.isDone) {
            socket.answers(netlinkMessage -> {
                int sequence = netlinkMessage.header().sequence();
                if (sequence - first < 0 || last - sequence < 0) {
                    return;
                }
                if (type.isInstance(netlinkMessage)) {
                    found.add(type.cast(netlinkMessage));
                }
                if (netlinkMessage instanceof NetlinkMessage.Acknowledgement acknowledgement) {
                    if (acknowledgement.errno() != 0) {
                        failures.add(acknowledgement);
                    }
                    progress.isDone |= sequence == last;
                }
            });
        }
        return failures;
    }

    @Override
    public void close() {
        socket.close();
    }

    /// The progress of an exchange.
    private static final class Progress {

        boolean isDone;
        boolean isInconsistent;
        int errno;

        void end(int result) {
            isDone = true;
            errno = result;
        }
    }
}
