package io.yaim.address.netlink;

import static io.yaim.address.netlink.GateRequests.*;
import static io.yaim.address.netlink.NftablesConstants.*;
import static io.yaim.address.netlink.RtnetlinkConstants.NLM_F_CREATE;

import java.util.List;

/// The tables, sets and rules of the gate, in the syntax of `nft`:
///
///     table inet yaim {
///         set pool4 { type ipv4_addr; }
///         set pool6 { type ipv6_addr; }
///         set alive { type nf_proto; flags timeout; }
///         chain input {
///             type filter hook input priority raw;
///             ip daddr @pool4 meta nfproto != @alive drop
///             ip6 daddr @pool6 meta nfproto != @alive drop
///         }
///         chain output { ... the same of ip saddr and ip6 saddr }
///     }
///     table arp yaim {
///         set pool4, set alive
///         chain output { type filter hook output priority raw; arp saddr ip @pool4 meta nfproto != @alive drop }
///     }
///
/// The answer to a neighbour solicitation has the requested address as its source (RFC 4861, section 7.2.4), so the
/// rule on sources drops it. Both tables have no owner, so they outlive the process.
final class GateRules {

    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private static final int V4 = 4; // bytes of an address
    private static final int V6 = 16;

    // offsets of addresses in their headers: RFC 791, RFC 8200, RFC 826 on Ethernet
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;
    private static final int ARP_SENDER = 14;

    private final NetlinkRequests netlinkRequests;

    /// @param netlinkRequests the transaction that receives the requests
    GateRules(NetlinkRequests netlinkRequests) {
        this.netlinkRequests = netlinkRequests;
    }

    /// Creates tables, sets and rules. Elements of existing sets stay.
    void create() {
        table(NFPROTO_INET, NFT_MSG_NEWTABLE);
        set(NFPROTO_INET, POOL_V4, TYPE_IPADDR, V4, 0);
        set(NFPROTO_INET, POOL_V6, TYPE_IP6ADDR, V6, 0);
        set(NFPROTO_INET, ALIVE, TYPE_NF_PROTO, 1, NFT_SET_TIMEOUT);
        chain(NFPROTO_INET, INPUT, NF_INET_LOCAL_IN);
        rule(NFPROTO_INET, INPUT, NFPROTO_IPV4, IPV4_DESTINATION, V4, POOL_V4);
        rule(NFPROTO_INET, INPUT, NFPROTO_IPV6, IPV6_DESTINATION, V6, POOL_V6);
        chain(NFPROTO_INET, OUTPUT, NF_INET_LOCAL_OUT);
        rule(NFPROTO_INET, OUTPUT, NFPROTO_IPV4, IPV4_SOURCE, V4, POOL_V4);
        rule(NFPROTO_INET, OUTPUT, NFPROTO_IPV6, IPV6_SOURCE, V6, POOL_V6);
        table(NFPROTO_ARP, NFT_MSG_NEWTABLE);
        set(NFPROTO_ARP, POOL_V4, TYPE_IPADDR, V4, 0);
        set(NFPROTO_ARP, ALIVE, TYPE_NF_PROTO, 1, NFT_SET_TIMEOUT);
        chain(NFPROTO_ARP, OUTPUT, NF_ARP_OUT);
        rule(NFPROTO_ARP, OUTPUT, NFPROTO_ARP, ARP_SENDER, V4, POOL_V4);
    }

    /// Removes the tables. They are created first, so the removal cannot fail.
    void remove() {
        for (int family : List.of(NFPROTO_INET, NFPROTO_ARP)) {
            table(family, NFT_MSG_NEWTABLE);
            table(family, NFT_MSG_DELTABLE);
        }
    }

    private void table(int family, int type) {
        GateRequests.begin(netlinkRequests, type, type == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0, family);
        netlinkRequests.putText(NFTA_TABLE_NAME, TABLE);
        netlinkRequests.end();
    }

    private void set(int family, String name, int type, int length, int flags) {
        GateRequests.begin(netlinkRequests, NFT_MSG_NEWSET, NLM_F_CREATE, family);
        netlinkRequests.putText(NFTA_SET_TABLE, TABLE);
        netlinkRequests.putText(NFTA_SET_NAME, name);
        netlinkRequests.putNumber(NFTA_SET_FLAGS, flags);
        netlinkRequests.putNumber(NFTA_SET_KEY_TYPE, type);
        netlinkRequests.putNumber(NFTA_SET_KEY_LEN, length);
        netlinkRequests.putNumber(NFTA_SET_ID, netlinkRequests.lastSequence()); // unique in the transaction
        netlinkRequests.end();
    }

    /// Creates the chain, and deletes the rules of an existing one.
    private void chain(int family, String name, int hook) {
        GateRequests.begin(netlinkRequests, NFT_MSG_NEWCHAIN, NLM_F_CREATE, family);
        netlinkRequests.putText(NFTA_CHAIN_TABLE, TABLE);
        netlinkRequests.putText(NFTA_CHAIN_NAME, name);
        int hooks = netlinkRequests.nest(NFTA_CHAIN_HOOK);
        netlinkRequests.putNumber(NFTA_HOOK_HOOKNUM, hook);
        netlinkRequests.putNumber(NFTA_HOOK_PRIORITY, NF_IP_PRI_RAW);
        netlinkRequests.unnest(hooks);
        netlinkRequests.putNumber(NFTA_CHAIN_POLICY, NF_ACCEPT);
        netlinkRequests.putText(NFTA_CHAIN_TYPE, "filter");
        netlinkRequests.end();
        GateRequests.begin(netlinkRequests, NFT_MSG_DELRULE, 0, family);
        netlinkRequests.putText(NFTA_RULE_TABLE, TABLE);
        netlinkRequests.putText(NFTA_RULE_CHAIN, name);
        netlinkRequests.end();
    }

    /// Drops packets of this protocol whose address at this offset is in the set, while the gate is closed.
    private void rule(int family, String chain, int protocol, int offset, int length, String set) {
        GateRequests.begin(netlinkRequests, NFT_MSG_NEWRULE, NLM_F_CREATE, family);
        netlinkRequests.putText(NFTA_RULE_TABLE, TABLE);
        netlinkRequests.putText(NFTA_RULE_CHAIN, chain);
        int expressions = netlinkRequests.nest(NFTA_RULE_EXPRESSIONS);
        loadProtocol();
        compare(protocol);
        load(offset, length);
        lookUp(set, 0);
        loadProtocol();
        lookUp(ALIVE, NFT_LOOKUP_F_INV);
        drop();
        netlinkRequests.unnest(expressions);
        netlinkRequests.end();
    }

    private void loadProtocol() {
        expression("meta", () -> {
            netlinkRequests.putNumber(NFTA_META_KEY, NFT_META_NFPROTO);
            netlinkRequests.putNumber(NFTA_META_DREG, NFT_REG_1);
        });
    }

    private void compare(int protocol) {
        expression("cmp", () -> {
            netlinkRequests.putNumber(NFTA_CMP_SREG, NFT_REG_1);
            netlinkRequests.putNumber(NFTA_CMP_OP, NFT_CMP_EQ);
            int data = netlinkRequests.nest(NFTA_CMP_DATA);
            netlinkRequests.putBytes(NFTA_DATA_VALUE, (byte) protocol);
            netlinkRequests.unnest(data);
        });
    }

    private void load(int offset, int length) {
        expression("payload", () -> {
            netlinkRequests.putNumber(NFTA_PAYLOAD_DREG, NFT_REG_1);
            netlinkRequests.putNumber(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
            netlinkRequests.putNumber(NFTA_PAYLOAD_OFFSET, offset);
            netlinkRequests.putNumber(NFTA_PAYLOAD_LEN, length);
        });
    }

    private void lookUp(String set, int flags) {
        expression("lookup", () -> {
            netlinkRequests.putText(NFTA_LOOKUP_SET, set);
            netlinkRequests.putNumber(NFTA_LOOKUP_SREG, NFT_REG_1);
            netlinkRequests.putNumber(NFTA_LOOKUP_FLAGS, flags);
        });
    }

    private void drop() {
        expression("immediate", () -> {
            netlinkRequests.putNumber(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
            int data = netlinkRequests.nest(NFTA_IMMEDIATE_DATA);
            int verdict = netlinkRequests.nest(NFTA_DATA_VERDICT);
            netlinkRequests.putNumber(NFTA_VERDICT_CODE, NF_DROP);
            netlinkRequests.unnest(verdict);
            netlinkRequests.unnest(data);
        });
    }

    private void expression(String name, Runnable data) {
        int expression = netlinkRequests.nest(NFTA_LIST_ELEM);
        netlinkRequests.putText(NFTA_EXPR_NAME, name);
        int inner = netlinkRequests.nest(NFTA_EXPR_DATA);
        data.run();
        netlinkRequests.unnest(inner);
        netlinkRequests.unnest(expression);
    }
}
