package io.yaim.address.netlink;

import static io.yaim.address.netlink.NftablesConstants.*;
import static io.yaim.address.netlink.RtnetlinkConstants.NLM_F_CREATE;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// The nftables requests of the gate: which addresses it contains, and for how long it is open. See [GateRules] for
/// its structure.
///
/// A transaction takes effect as a whole or not at all. It is built between [#begin()] and [#commit()].
final class GateRequests {

    static final String TABLE = "yaim";

    static final String POOL_V4 = "pool4";
    static final String POOL_V6 = "pool6";
    static final String ALIVE = "alive";

    private final NetlinkRequests netlinkRequests;

    GateRequests(NetlinkRequests netlinkRequests) {
        this.netlinkRequests = netlinkRequests;
    }

    void begin() {
        netlinkRequests.clear();
        batch(NFNL_MSG_BATCH_BEGIN);
    }

    /// Ends the transaction. The request before the end is acknowledged when all requests have been carried out.
    void commit() {
        netlinkRequests.requestAcknowledgement();
        batch(NFNL_MSG_BATCH_END);
    }

    /// Instead of [#commit()]: the kernel validates all requests and carries out none.
    void dryRun() {
        netlinkRequests.requestAcknowledgement();
    }

    /// Adds addresses. They are silent while the gate is closed.
    void addAddresses(Collection<VirtualIp> ips) {
        pool(NFT_MSG_NEWSETELEM, NLM_F_CREATE, ips);
    }

    /// Removes addresses.
    void removeAddresses(Collection<VirtualIp> ips) {
        pool(NFT_MSG_DELSETELEM, 0, ips);
    }

    /// Removes all addresses.
    void removeAllAddresses() {
        clear(NFPROTO_INET, POOL_V4);
        clear(NFPROTO_INET, POOL_V6);
        clear(NFPROTO_ARP, POOL_V4);
    }

    /// Opens the gate for this time.
    ///
    /// @param time in whole milliseconds; zero closes the gate
    void openFor(Duration time) {
        openFor(NFPROTO_INET, time, NFPROTO_IPV4, NFPROTO_IPV6);
        openFor(NFPROTO_ARP, time, NFPROTO_ARP);
    }

    private void openFor(int family, Duration time, int... protocols) {
        clear(family, ALIVE);
        if (time.toMillis() < 1) {
            return;
        }
        beginElements(NFT_MSG_NEWSETELEM, NLM_F_CREATE, family, ALIVE);
        int elements = netlinkRequests.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
        for (int protocol : protocols) {
            int element = netlinkRequests.nest(NFTA_LIST_ELEM);
            netlinkRequests.putNumber(NFTA_SET_ELEM_TIMEOUT, time.toMillis());
            key((byte) protocol);
            netlinkRequests.unnest(element);
        }
        netlinkRequests.unnest(elements);
        netlinkRequests.end();
    }

    private void pool(int type, int flags, Collection<VirtualIp> ips) {
        List<VirtualIp> v4 = ips.stream().filter(ip -> !ip.isV6()).toList();
        List<VirtualIp> v6 = ips.stream().filter(VirtualIp::isV6).toList();
        elements(type, flags, NFPROTO_INET, POOL_V4, v4);
        elements(type, flags, NFPROTO_INET, POOL_V6, v6);
        elements(type, flags, NFPROTO_ARP, POOL_V4, v4);
    }

    private void elements(int type, int flags, int family, String set, List<VirtualIp> ips) {
        if (ips.isEmpty()) {
            return;
        }
        beginElements(type, flags, family, set);
        int elements = netlinkRequests.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
        for (VirtualIp ip : ips) {
            int element = netlinkRequests.nest(NFTA_LIST_ELEM);
            key(ip.bytes());
            netlinkRequests.unnest(element);
        }
        netlinkRequests.unnest(elements);
        netlinkRequests.end();
    }

    private void key(byte... bytes) {
        int key = netlinkRequests.nest(NFTA_SET_ELEM_KEY);
        netlinkRequests.putBytes(NFTA_DATA_VALUE, bytes);
        netlinkRequests.unnest(key);
    }

    /// A deletion without elements deletes all of them.
    private void clear(int family, String set) {
        beginElements(NFT_MSG_DELSETELEM, 0, family, set);
        netlinkRequests.end();
    }

    private void beginElements(int type, int flags, int family, String set) {
        begin(netlinkRequests, type, flags, family);
        netlinkRequests.putText(NFTA_SET_ELEM_LIST_TABLE, TABLE);
        netlinkRequests.putText(NFTA_SET_ELEM_LIST_SET, set);
    }

    static void begin(NetlinkRequests netlinkRequests, int type, int flags, int family) {
        netlinkRequests.begin(NFNL_SUBSYS_NFTABLES << Byte.SIZE | type, flags);
        netlinkRequests.putRaw((byte) family, (byte) 0, (byte) 0, (byte) 0); // struct nfgenmsg
    }

    /// These messages contain the subsystem, big-endian, in place of a resource id.
    private void batch(int type) {
        netlinkRequests.begin(type, 0);
        netlinkRequests.putRaw((byte) NFPROTO_UNSPEC, (byte) 0, (byte) 0, (byte) NFNL_SUBSYS_NFTABLES);
        netlinkRequests.end();
    }
}
