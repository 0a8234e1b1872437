package io.yaim.address.netlink;

import static io.yaim.address.netlink.NftablesConstants.*;
import static io.yaim.address.netlink.RtnetlinkConstants.NLM_F_CREATE;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// What the gate asks of nftables: which addresses are its concern, and for how long they answer. See
/// [GateRules] for what it is made of.
///
/// A transaction takes effect as a whole or not at all, and is made between [#begin()] and [#commit()].
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

    /// The last request before it is answered once all of them have been carried out.
    void commit() {
        netlinkRequests.askForAcknowledgement();
        batch(NFNL_MSG_BATCH_END);
    }

    /// Instead of [#commit()]: the kernel looks at all of it, and carries out nothing.
    void dryRun() {
        netlinkRequests.askForAcknowledgement();
    }

    /// These addresses are silent from now on, unless they are proven.
    void admit(Collection<VirtualIp> ips) {
        pool(NFT_MSG_NEWSETELEM, NLM_F_CREATE, ips);
    }

    /// These addresses are not the gate's concern any more.
    void expel(Collection<VirtualIp> ips) {
        pool(NFT_MSG_DELSETELEM, 0, ips);
    }

    /// No address is the gate's concern any more.
    void expelAll() {
        clear(NFPROTO_INET, POOL_V4);
        clear(NFPROTO_INET, POOL_V6);
        clear(NFPROTO_ARP, POOL_V4);
    }

    /// All addresses answer from now on for this long.
    ///
    /// @param time in whole milliseconds; zero: they do not
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

    /// A deletion that names no element means them all.
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
        netlinkRequests.putPlain((byte) family, (byte) 0, (byte) 0, (byte) 0); // struct nfgenmsg
    }

    /// The subsystem stands where others have a number of their own, big-endian.
    private void batch(int type) {
        netlinkRequests.begin(type, 0);
        netlinkRequests.putPlain((byte) NFPROTO_UNSPEC, (byte) 0, (byte) 0, (byte) NFNL_SUBSYS_NFTABLES);
        netlinkRequests.end();
    }
}
