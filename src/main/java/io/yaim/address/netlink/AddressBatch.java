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

/// Changes of many addresses in few datagrams, and the errors of single addresses.
final class AddressBatch {

    private final RtnetlinkClient rtnetlinkClient;
    private final Set<Integer> ignoredErrors;
    private final NetlinkRequests netlinkRequests;
    private final Map<String, Optional<Integer>> indexes = new HashMap<>();
    private final List<VirtualIp> pending = new ArrayList<>();
    private final Map<VirtualIp, String> failed = new TreeMap<>();

    /// @param interfaceNames the interfaces of all changes
    /// @param ignoredErrors error numbers that mean that the change is not necessary
    AddressBatch(RtnetlinkClient rtnetlinkClient, Set<String> interfaceNames, Set<Integer> ignoredErrors)
            throws IOException {
        this.rtnetlinkClient = rtnetlinkClient;
        this.ignoredErrors = ignoredErrors;
        for (String name : interfaceNames) {
            indexes.put(name, rtnetlinkClient.link(name).map(NetlinkMessage.Interface::index));
        }
        netlinkRequests = rtnetlinkClient.newRequests();
    }

    /// The index of the interface, if it exists.
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

    void fail(VirtualIp ip, String reason) {
        failed.put(ip, reason);
    }

    /// Sends the remaining changes.
    ///
    /// @return the addresses that were not changed, each with its reason
    Map<VirtualIp, String> finish() throws IOException {
        send();
        return failed;
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
            if (!ignoredErrors.contains(failure.errno())) {
                failed.put(pending.get(failure.header().sequence() - first), reason(failure));
            }
        }
        pending.clear();
    }

    private static String reason(NetlinkMessage.Acknowledgement failure) {
        String text = Libc.errorText(failure.errno());
        return failure.text().isEmpty() ? text : text + " (" + failure.text() + ")";
    }
}
