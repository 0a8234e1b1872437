package io.yaim.address.netlink;

import io.yaim.linux.Errno;
import io.yaim.linux.LinuxException;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Silences addresses without a valid proof, to the millisecond, even if this process has died. IP packets to them are
/// dropped, and so are IP and ARP packets from them. Packet sockets bypass it. Used by one thread.
///
/// The gate belongs to the network namespace and outlives the process. Otherwise the addresses that a killed process
/// left bound would answer. Its remains are harmless, because it contains only yaim's addresses. The next process
/// takes it over or removes it.
final class Gate implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /// The number of addresses per transaction, well below the limits of an attribute (64 KiB) and a datagram.
    private static final int SLICE = 500;

    /// The errors of a kernel without netfilter, without nftables, or without nftables for ARP.
    private static final Set<Integer> ABSENT = Set.of(Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT);

    private final NetlinkSocket socket;
    private final NetlinkRequests netlinkRequests = new NetlinkRequests();
    private final GateRequests requests = new GateRequests(netlinkRequests);
    private final GateRules rules = new GateRules(netlinkRequests);
    private final Set<VirtualIp> gated = new TreeSet<>();

    private Gate(NetlinkSocket socket) {
        this.socket = socket;
    }

    /// Connects to the gate of the network namespace and changes nothing. Empty if the kernel has no netfilter over
    /// netlink.
    static Optional<Gate> open() throws IOException {
        try {
            return Optional.of(new Gate(NetlinkSocket.forRequests(NetlinkSocket.NETLINK_NETFILTER, TIMEOUT)));
        } catch (LinuxException e) {
            if (ABSENT.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Why this kernel cannot have a gate; empty if it can. Changes nothing.
    Optional<String> problem() throws IOException {
        requests.begin();
        rules.create();
        requests.openFor(Duration.ofSeconds(1));
        requests.dryRun();
        try {
            exchange("create a gate");
            return Optional.empty();
        } catch (LinuxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Creates the gate, or takes over the existing one, for exactly these addresses. If it is open, it stays open.
    void takeOver(Collection<VirtualIp> bound) throws IOException {
        List<VirtualIp> first = bound.stream().limit(SLICE).toList();
        try {
            create(false, first);
        } catch (LinuxException _) {
            create(true, first); // a gate of another form exists, perhaps of an older version
        }
        gated.clear();
        gated.addAll(first);
        add(bound);
    }

    private void create(boolean isReplaced, List<VirtualIp> first) throws IOException {
        carryOut("create the gate", () -> {
            if (isReplaced) {
                rules.remove();
            }
            rules.create();
            requests.removeAllAddresses();
            requests.addAddresses(first);
        });
    }

    /// Adds addresses. While the gate is closed they are silent. To be called before they are bound.
    void add(Collection<VirtualIp> ips) throws IOException {
        var fresh = new ArrayList<>(new TreeSet<>(ips));
        fresh.removeAll(gated);
        for (List<VirtualIp> slice : slices(fresh)) {
            change("add addresses to the gate", () -> requests.addAddresses(slice));
            gated.addAll(slice);
        }
    }

    /// Removes all addresses but these, which are the bound ones.
    void retainOnly(Collection<VirtualIp> bound) throws IOException {
        var gone = new ArrayList<>(gated);
        gone.removeAll(Set.copyOf(bound));
        for (List<VirtualIp> slice : slices(gone)) {
            change("remove addresses from the gate", () -> requests.removeAddresses(slice));
            slice.forEach(gated::remove);
        }
    }

    private static List<List<VirtualIp>> slices(List<VirtualIp> ips) {
        var slices = new ArrayList<List<VirtualIp>>();
        for (int start = 0; start < ips.size(); start += SLICE) {
            slices.add(ips.subList(start, Math.min(ips.size(), start + SLICE)));
        }
        return slices;
    }

    /// Opens the gate for this time, to the millisecond. Zero or less closes it.
    void openFor(Duration time) throws IOException {
        change("open the gate", () -> requests.openFor(time));
    }

    /// Removes the gate, if there is one. Then it silences no address.
    void remove() throws IOException {
        try {
            carryOut("remove the gate", rules::remove);
        } catch (LinuxException e) {
            if (!ABSENT.contains(e.errno())) {
                throw e;
            }
        }
        gated.clear();
    }

    /// Another program may have flushed all rules of this host. Then the gate is created again first.
    private void change(String what, Runnable request) throws IOException {
        try {
            carryOut(what, request);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            takeOver(List.copyOf(gated));
            carryOut(what, request);
        }
    }

    private void carryOut(String what, Runnable request) throws IOException {
        requests.begin();
        request.run();
        requests.commit();
        exchange(what);
    }

    /// Sends the transaction and waits for its result. If it fails as a whole, the answer has its first
    /// sequence number. If parts fail, the answers have the numbers of these parts. In any other case the
    /// answer has the number of the last request.
    private void exchange(String what) throws IOException {
        int first = netlinkRequests.firstSequence();
        int last = netlinkRequests.acknowledgedSequence();
        var answers = new ArrayList<NetlinkMessage.Acknowledgement>();
        socket.send(netlinkRequests.finish(false));
        while (answers.stream().noneMatch(answer -> isFinal(answer, first, last))) {
            socket.answers(netlinkMessage -> {
                int sequence = netlinkMessage.header().sequence();
                if (netlinkMessage instanceof NetlinkMessage.Acknowledgement acknowledgement
                        && sequence - first >= 0
                        && last - sequence >= 0) {
                    answers.add(acknowledgement);
                }
            });
        }
        for (NetlinkMessage.Acknowledgement answer : answers) {
            if (answer.errno() != 0) {
                String text = answer.text().isEmpty() ? "" : " (" + answer.text() + ")";
                throw new LinuxException(what + text, answer.errno());
            }
        }
    }

    private static boolean isFinal(NetlinkMessage.Acknowledgement answer, int first, int last) {
        int sequence = answer.header().sequence();
        return sequence == last || (sequence == first && answer.errno() != 0);
    }

    /// Does not remove the gate.
    @Override
    public void close() {
        socket.close();
    }
}
