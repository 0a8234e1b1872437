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

/// Keeps addresses silent that are not proven, to the millisecond, whatever becomes of this process: nothing
/// that is sent to them arrives, and nothing that is sent from them leaves, neither IP nor ARP. Packet
/// sockets go past it. Used by one thread.
///
/// It belongs to the network namespace and outlives the process, or it would let through what a killed
/// process left bound. What is left of it is harmless, since it only knows addresses of ours, and is taken
/// over or removed by whoever comes next.
final class Gate implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// How many addresses go into a transaction: well below what an attribute (64 KiB) and a datagram hold.
    private static final int SLICE = 500;

    /// What a kernel says that has no netfilter, no nftables, or none for ARP.
    private static final Set<Integer> ABSENT = Set.of(Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT);

    private final NetlinkSocket socket;
    private final NetlinkRequests netlinkRequests = new NetlinkRequests();
    private final GateRequests asked = new GateRequests(netlinkRequests);
    private final GateRules rules = new GateRules(netlinkRequests);
    private final Set<VirtualIp> admitted = new TreeSet<>();

    private Gate(NetlinkSocket socket) {
        this.socket = socket;
    }

    /// Opens a way to the gate of the network namespace, and changes nothing. Empty where the kernel has no
    /// netfilter to be asked by netlink.
    static Optional<Gate> open() throws IOException {
        try {
            return Optional.of(new Gate(NetlinkSocket.forRequests(NetlinkSocket.NETLINK_NETFILTER, PATIENCE)));
        } catch (LinuxException e) {
            if (ABSENT.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// What keeps this kernel from having a gate; empty when nothing does. Nothing is changed.
    Optional<String> problem() throws IOException {
        asked.begin();
        rules.make();
        asked.openFor(Duration.ofSeconds(1));
        asked.dryRun();
        try {
            exchange("make a gate");
            return Optional.empty();
        } catch (LinuxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Makes the gate, or takes over the one that is there, with these addresses and no others in it. What
    /// has been proven stays so.
    void takeOver(Collection<VirtualIp> bound) throws IOException {
        List<VirtualIp> first = bound.stream().limit(SLICE).toList();
        try {
            make(false, first);
        } catch (LinuxException _) {
            make(true, first); // one of another shape is there, perhaps an older version's
        }
        admitted.clear();
        admitted.addAll(first);
        admit(bound);
    }

    private void make(boolean isAfresh, List<VirtualIp> first) throws IOException {
        carryOut("make the gate", () -> {
            if (isAfresh) {
                rules.remove();
            }
            rules.make();
            asked.expelAll();
            asked.admit(first);
        });
    }

    /// These addresses are silent from now on, unless all are proven. To be called before they are bound.
    void admit(Collection<VirtualIp> ips) throws IOException {
        var fresh = new ArrayList<>(new TreeSet<>(ips));
        fresh.removeAll(admitted);
        for (List<VirtualIp> slice : slices(fresh)) {
            change("put addresses into the gate", () -> asked.admit(slice));
            admitted.addAll(slice);
        }
    }

    /// Lets go of addresses that are not bound any more.
    void expelAllBut(Collection<VirtualIp> bound) throws IOException {
        var gone = new ArrayList<>(admitted);
        gone.removeAll(Set.copyOf(bound));
        for (List<VirtualIp> slice : slices(gone)) {
            change("take addresses out of the gate", () -> asked.expel(slice));
            slice.forEach(admitted::remove);
        }
    }

    private static List<List<VirtualIp>> slices(List<VirtualIp> ips) {
        var slices = new ArrayList<List<VirtualIp>>();
        for (int start = 0; start < ips.size(); start += SLICE) {
            slices.add(ips.subList(start, Math.min(ips.size(), start + SLICE)));
        }
        return slices;
    }

    /// All addresses answer from now on for this long, to the millisecond; zero or less: they do not.
    void openFor(Duration time) throws IOException {
        change("prove addresses to the gate", () -> asked.openFor(time));
    }

    /// Removes the gate, if there is one, so that nothing is silent on its account.
    void remove() throws IOException {
        try {
            carryOut("remove the gate", rules::remove);
        } catch (LinuxException e) {
            if (!ABSENT.contains(e.errno())) {
                throw e;
            }
        }
        admitted.clear();
    }

    /// Somebody may have flushed all rules of this host: then the gate is made again first.
    private void change(String what, Runnable content) throws IOException {
        try {
            carryOut(what, content);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            takeOver(List.copyOf(admitted));
            carryOut(what, content);
        }
    }

    private void carryOut(String what, Runnable content) throws IOException {
        asked.begin();
        content.run();
        asked.commit();
        exchange(what);
    }

    /// Sends the transaction and waits until it has been carried out. A transaction that fails as a whole is
    /// answered by its first number, one that fails in part by the numbers of these parts; that of the last
    /// request comes in any other case.
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

    /// Leaves what it has made.
    @Override
    public void close() {
        socket.close();
    }
}
