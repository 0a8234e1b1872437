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

/// Asks the kernel for interfaces and addresses, and has it change them. Used by one thread.
final class Kernel implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// How often a dump is begun again because something changed meanwhile.
    private static final int DUMP_ATTEMPTS = 10;

    private static final int LONGEST_NAME = 15; // IFNAMSIZ of include/uapi/linux/if.h, without the NUL
    private static final int NO_INTERFACE = Integer.MAX_VALUE;

    private final NetlinkSocket socket;
    private final Requests requests = new Requests();

    private Kernel(NetlinkSocket socket) {
        this.socket = socket;
    }

    static Kernel open() throws IOException {
        return new Kernel(NetlinkSocket.forRequests(PATIENCE));
    }

    /// All interfaces.
    List<Message.Interface> links() throws IOException {
        return dump(Requests::dumpLinks, Message.Interface.class, "interfaces");
    }

    /// All addresses of both families, on all interfaces.
    List<Message.Address> addresses() throws IOException {
        return dump(Requests::dumpAddresses, Message.Address.class, "addresses");
    }

    /// All neighbours on the interface, of both families.
    List<Message.Known> neighbours(int index) throws IOException {
        List<Message.Known> all = dump(requests -> requests.dumpNeighbours(index), Message.Known.class, "neighbours");
        return all.stream().filter(known -> known.index() == index).toList();
    }

    /// The interface of this name, if there is one.
    Optional<Message.Interface> link(String name) throws IOException {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        requests.clear();
        requests.link(name);
        var found = new ArrayList<Message.Interface>(1);
        for (Message.Result failure : exchange(Message.Interface.class, found)) {
            if (failure.errno() != Errno.ENODEV) {
                throw new LinuxException("ask for interface " + name, failure.errno());
            }
        }
        return found.stream().findFirst();
    }

    /// What the kernel answers to a change that would change nothing. Its error tells whether changes are
    /// allowed: EPERM or, the interface being made up, ENODEV. It bears the port of our socket.
    Message.Result probe() throws IOException {
        requests.clear();
        requests.drop(NO_INTERFACE, VirtualIp.parse("127.0.0.1"), 32);
        return carryOut().getFirst();
    }

    /// The buffer to put requests in for [#carryOut], empty.
    Requests newRequests() {
        requests.clear();
        return requests;
    }

    /// Sends the requests that have been put into the buffer, and empties it.
    ///
    /// @return the failures, each with its request's sequence number
    List<Message.Result> carryOut() throws IOException {
        return exchange(Message.Other.class, new ArrayList<>());
    }

    private <T extends Message> List<T> dump(Consumer<Requests> question, Class<T> type, String what)
            throws IOException {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            requests.clear();
            question.accept(requests);
            var found = new ArrayList<T>();
            if (receiveDump(type, found, what)) {
                return found;
            }
        }
        throw new IOException("read " + what + ": they changed during each of " + DUMP_ATTEMPTS + " attempts");
    }

    /// Whether nothing changed meanwhile.
    private <T extends Message> boolean receiveDump(Class<T> type, List<T> found, String what) throws IOException {
        int sequence = requests.lastSequence();
        var progress = new Progress();
        socket.send(requests.finish(false));
        while (!progress.isDone) {
            receive(message -> {
                if (message.header().sequence() != sequence) {
                    return; // late, of a request that was given up
                }
                progress.isTorn |= (message.header().flags() & Rtnetlink.NLM_F_DUMP_INTR) != 0;
                switch (message) {
                    case Message.Done done -> progress.end(done.errno());
                    case Message.Result result -> progress.end(result.errno());
                    case Message.Address _, Message.Interface _, Message.Known _, Message.Other _ -> {
                        if (type.isInstance(message)) {
                            found.add(type.cast(message));
                        }
                    }
                }
            });
        }
        if (progress.errno != 0) {
            throw new LinuxException("read " + what, progress.errno);
        }
        return !progress.isTorn;
    }

    /// Sends the requests and waits for the acknowledgement of the last; errors of the others come before it.
    private <T extends Message> List<Message.Result> exchange(Class<T> type, List<T> found) throws IOException {
        int last = requests.lastSequence();
        int first = requests.firstSequence();
        var progress = new Progress();
        var failures = new ArrayList<Message.Result>();
        socket.send(requests.finish(true));
        requests.clear();
        while (!progress.isDone) {
            receive(message -> {
                int sequence = message.header().sequence();
                if (sequence - first < 0 || last - sequence < 0) {
                    return;
                }
                if (type.isInstance(message)) {
                    found.add(type.cast(message));
                }
                if (message instanceof Message.Result result) {
                    if (result.errno() != 0) {
                        failures.add(result);
                    }
                    progress.isDone |= sequence == last;
                }
            });
        }
        return failures;
    }

    private void receive(Consumer<Message> each) throws IOException {
        try {
            socket.receive(each);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EAGAIN) {
                throw new IOException("the kernel did not answer by netlink within " + PATIENCE.toMillis() + " ms", e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    /// How far an exchange has come.
    private static final class Progress {

        boolean isDone;
        boolean isTorn;
        int errno;

        void end(int result) {
            isDone = true;
            errno = result;
        }
    }
}
