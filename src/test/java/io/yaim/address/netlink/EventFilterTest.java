package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventFilterTest {

    private static final int OWN_PORT = 17;
    private static final int NO_PORT = 0;
    private static final int UP = RtnetlinkConstants.IFF_UP | RtnetlinkConstants.IFF_RUNNING;

    private final EventFilter filter =
            new EventFilter(OWN_PORT, List.of(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", UP)));

    @Test
    void changesByTheOwnSocketAreNotForeign() {
        assertThat(filter.isForeignChange(address(
                        RtnetlinkConstants.RTM_NEWADDR, OWN_PORT, "10.0.0.1", RtnetlinkConstants.PROTOCOL_YAIM)))
                .isFalse();
        assertThat(filter.isForeignChange(address(
                        RtnetlinkConstants.RTM_DELADDR, OWN_PORT, "10.0.0.1", RtnetlinkConstants.PROTOCOL_YAIM)))
                .isFalse();
    }

    @Test
    void aNewIpv6AddressWithYaimsProtocolNumberIsNotForeign() {
        assertThat(filter.isForeignChange(
                        address(RtnetlinkConstants.RTM_NEWADDR, NO_PORT, "fd00::1", RtnetlinkConstants.PROTOCOL_YAIM)))
                .isFalse();
    }

    @Test
    void anOwnAddressThatWasDroppedByOthersOrExpiredIsForeign() {
        assertThat(filter.isForeignChange(
                        address(RtnetlinkConstants.RTM_DELADDR, 99, "10.0.0.1", RtnetlinkConstants.PROTOCOL_YAIM)))
                .isTrue();
        assertThat(filter.isForeignChange(
                        address(RtnetlinkConstants.RTM_DELADDR, NO_PORT, "fd00::1", RtnetlinkConstants.PROTOCOL_YAIM)))
                .isTrue();
    }

    @Test
    void anAddressOfOthersIsForeignUnlessItIsLinkLocal() {
        assertThat(filter.isForeignChange(address(RtnetlinkConstants.RTM_NEWADDR, 99, "10.0.0.1", 0)))
                .isTrue();
        assertThat(filter.isForeignChange(address(RtnetlinkConstants.RTM_NEWADDR, 99, "169.254.0.1", 0)))
                .isTrue();
        assertThat(filter.isForeignChange(address(RtnetlinkConstants.RTM_NEWADDR, NO_PORT, "fe80::1", 3)))
                .isFalse();
    }

    @Test
    void onlyStateNameAndExistenceOfALinkCount() {
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", UP | 0x10000)))
                .isFalse();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", RtnetlinkConstants.IFF_UP)))
                .isTrue();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", RtnetlinkConstants.IFF_UP)))
                .isFalse();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "wan0", RtnetlinkConstants.IFF_UP)))
                .isTrue();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_DELLINK, "wan0", 0)))
                .isTrue();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "wan0", RtnetlinkConstants.IFF_UP)))
                .isTrue();
    }

    @Test
    void afterLostEventsEachLinkCountsOnce() {
        filter.forgetLinks();

        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", UP)))
                .isTrue();
        assertThat(filter.isForeignChange(link(RtnetlinkConstants.RTM_NEWLINK, "eth0", UP)))
                .isFalse();
    }

    @Test
    void answersAreNotForeignChanges() {
        assertThat(filter.isForeignChange(
                        new NetlinkMessage.Acknowledgement(header(RtnetlinkConstants.NLMSG_ERROR, NO_PORT), 0, "")))
                .isFalse();
        assertThat(filter.isForeignChange(
                        new NetlinkMessage.DumpEnd(header(RtnetlinkConstants.NLMSG_DONE, NO_PORT), 0)))
                .isFalse();
    }

    private static NetlinkMessage.Header header(int type, int port) {
        return new NetlinkMessage.Header(type, 0, 0, port);
    }

    private static NetlinkMessage address(int type, int port, String ip, int protocol) {
        return new NetlinkMessage.Address(
                header(type, port), 2, VirtualIp.parse(ip), 32, Optional.empty(), protocol, 60);
    }

    private static NetlinkMessage.Interface link(int type, String name, int flags) {
        return new NetlinkMessage.Interface(
                header(type, NO_PORT), 2, name, flags, RtnetlinkConstants.ARPHRD_ETHER, Optional.empty(), "", false);
    }
}
