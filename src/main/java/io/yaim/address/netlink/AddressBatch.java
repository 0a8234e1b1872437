package io.yaim.address.netlink;

import io.yaim.linux.Libc;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Changes of many addresses, sent in as few datagrams as hold them, and what the kernel refused of them.
final class AddressBatch {

    private final RtnetlinkClient rtnetlinkClient;
    private final Set<Integer> accepted;
    private final NetlinkRequests netlinkRequests;
    private final Map<String, Optional<Integer>> indexes = new HashMap<>();
    private final List<VirtualIp> pending = new ArrayList<>();
    private final Map<VirtualIp, String> refused = new TreeMap<>();

    /// @param interfaceNames of all the changes to come
    /// @param accepted error numbers that mean that the change need not be made
    AddressBatch(RtnetlinkClient rtnetlinkClient, Set<String> interfaceNames, Set<Integer> accepted)
            throws IOException {
        this.rtnetlinkClient = rtnetlinkClient;
        this.accepted = accepted;
        for (String name : interfaceNames) {
            indexes.put(name, rtnetlinkClient.link(name).map(NetlinkMessage.Interface::index));
        }
        netlinkRequests = rtnetlinkClient.newRequests();
    }

    /// The interface's index, if it exists.
    Optional<Integer> index(String interfaceName) {
        return indexes.getOrDefault(interfaceName, Optional.empty());
    }

    void bind(int index, VirtualIp ip, int prefix, Optional<String> label, long lifetimeSeconds) throws IOException {
        makeRoomFor(ip);
        netlinkRequests.bind(index, ip, prefix, label, lifetimeSeconds);
    }

    void drop(int index, VirtualIp ip, int prefix) throws IOException {
        makeRoomFor(ip);
        netlinkRequests.drop(index, ip, prefix);
    }

    void refuse(VirtualIp ip, String reason) {
        refused.put(ip, reason);
    }

    /// Sends what has not been sent.
    ///
    /// @return what was refused, each with its reason
    Map<VirtualIp, String> finish() throws IOException {
        send();
        return refused;
    }

    private void makeRoomFor(VirtualIp ip) throws IOException {
        if (netlinkRequests.isFull()) {
            send();
        }
        pending.add(ip);
    }

    private void send() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        int first = netlinkRequests.firstSequence();
        for (NetlinkMessage.Acknowledgement failure : rtnetlinkClient.carryOut()) {
            if (!accepted.contains(failure.errno())) {
                refused.put(pending.get(failure.header().sequence() - first), reason(failure));
            }
        }
        pending.clear();
    }

    private static String reason(NetlinkMessage.Acknowledgement failure) {
        String text = Libc.errorText(failure.errno());
        return failure.text().isEmpty() ? text : text + " (" + failure.text() + ")";
    }
}
