package io.yaim.address.netlink;

/// Numbers of rtnetlink, with the names of the kernel's headers.
final class RtnetlinkConstants {

    // include/uapi/linux/netlink.h
    static final int NLMSG_NOOP = 1;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_REQUEST = 0x1;
    static final int NLM_F_ACK = 0x4;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_CREATE = 0x400;
    static final int NLMSGERR_ATTR_MSG = 1;
    static final int NLA_TYPE_MASK = 0x3fff;
    static final int NLA_F_NESTED = 0x8000;
    static final int HEADER_SIZE = 16; // struct nlmsghdr
    static final int ATTRIBUTE_HEADER_SIZE = 4; // struct nlattr

    // include/uapi/linux/rtnetlink.h
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int RTMGRP_LINK = 0x1;
    static final int RTMGRP_IPV4_IFADDR = 0x10;
    static final int RTMGRP_IPV6_IFADDR = 0x100;
    static final int RTEXT_FILTER_SKIP_STATS = 8;
    static final int IFINFOMSG_SIZE = 16; // struct ifinfomsg

    // include/uapi/linux/if_addr.h
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;
    static final int IFA_CACHEINFO = 6;
    static final int IFA_FLAGS = 8;
    static final int IFA_PROTO = 11;
    static final int IFA_F_NODAD = 0x02;
    static final int IFA_F_NOPREFIXROUTE = 0x200;
    static final int IFADDRMSG_SIZE = 8; // struct ifaddrmsg
    static final int CACHEINFO_SIZE = 16; // struct ifa_cacheinfo: preferred, valid, created, updated

    // include/uapi/linux/if_link.h, if.h and if_arp.h
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_INET_CONF = 1;
    static final int IPV4_DEVCONF_PROMOTE_SECONDARIES = 20; // of include/uapi/linux/ip.h; the first one has number 1
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_INFO_SLAVE_KIND = 4;
    static final int IFF_UP = 0x1;
    static final int IFF_LOOPBACK = 0x8;
    static final int IFF_RUNNING = 0x40;
    static final int IFF_NOARP = 0x80;
    static final int ARPHRD_ETHER = 1;

    // include/uapi/linux/neighbour.h
    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_IFINDEX = 8;
    static final int NUD_REACHABLE = 0x02;
    static final int NUD_STALE = 0x04;
    static final int NUD_DELAY = 0x08;
    static final int NUD_PROBE = 0x10;
    static final int NUD_PERMANENT = 0x80;
    static final int NDMSG_SIZE = 12; // struct ndmsg

    // include/linux/socket.h
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /// The protocol number (IFA_PROTO) of yaim's addresses. The kernel accepts any number above 3 and gives it no
    /// meaning.
    static final int PROTOCOL_YAIM = 0x79;

    private RtnetlinkConstants() {}

    /// Rounds up to a multiple of four, where messages and attributes start.
    static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
