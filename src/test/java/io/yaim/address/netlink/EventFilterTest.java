package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventFilterTest {

    private static final int OWN_PORT = 17;
    private static final int NOBODY = 0;
    private static final int UP = Rtnetlink.IFF_UP | Rtnetlink.IFF_RUNNING;

    private final EventFilter filter = new EventFilter(OWN_PORT, List.of(link(Rtnetlink.RTM_NEWLINK, "eth0", UP)));

    @Test
    void whatOurOwnSocketCausedIsNoNews() {
        assertThat(filter.isNews(address(Rtnetlink.RTM_NEWADDR, OWN_PORT, "10.0.0.1", Rtnetlink.YAIM)))
                .isFalse();
        assertThat(filter.isNews(address(Rtnetlink.RTM_DELADDR, OWN_PORT, "10.0.0.1", Rtnetlink.YAIM)))
                .isFalse();
    }

    @Test
    void anIpv6AddressThatAppearsWithOurProtocolIsNoNewsThoughTheKernelDoesNotSayWhoPutIt() {
        assertThat(filter.isNews(address(Rtnetlink.RTM_NEWADDR, NOBODY, "fd00::1", Rtnetlink.YAIM)))
                .isFalse();
    }

    @Test
    void anAddressOfOursThatWasDroppedByOthersOrRanOutIsNews() {
        assertThat(filter.isNews(address(Rtnetlink.RTM_DELADDR, 99, "10.0.0.1", Rtnetlink.YAIM)))
                .isTrue();
        assertThat(filter.isNews(address(Rtnetlink.RTM_DELADDR, NOBODY, "fd00::1", Rtnetlink.YAIM)))
                .isTrue();
    }

    @Test
    void anAddressOfOthersIsNewsUnlessItIsLinkLocal() {
        assertThat(filter.isNews(address(Rtnetlink.RTM_NEWADDR, 99, "10.0.0.1", 0)))
                .isTrue();
        assertThat(filter.isNews(address(Rtnetlink.RTM_NEWADDR, 99, "169.254.0.1", 0)))
                .isTrue();
        assertThat(filter.isNews(address(Rtnetlink.RTM_NEWADDR, NOBODY, "fe80::1", 3)))
                .isFalse();
    }

    @Test
    void aLinkIsNewsOnlyWhenItGoesUpOrDownOrIsRenamedAddedOrTakenAway() {
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "eth0", UP | 0x10000)))
                .isFalse();
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "eth0", Rtnetlink.IFF_UP)))
                .isTrue();
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "eth0", Rtnetlink.IFF_UP)))
                .isFalse();
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "wan0", Rtnetlink.IFF_UP)))
                .isTrue();
        assertThat(filter.isNews(link(Rtnetlink.RTM_DELLINK, "wan0", 0))).isTrue();
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "wan0", Rtnetlink.IFF_UP)))
                .isTrue();
    }

    @Test
    void afterEventsWereLostEachLinkIsNewsOnce() {
        filter.forget();

        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "eth0", UP))).isTrue();
        assertThat(filter.isNews(link(Rtnetlink.RTM_NEWLINK, "eth0", UP))).isFalse();
    }

    @Test
    void answersAreNoEvents() {
        assertThat(filter.isNews(new Message.Result(header(Rtnetlink.NLMSG_ERROR, NOBODY), 0, "")))
                .isFalse();
        assertThat(filter.isNews(new Message.Done(header(Rtnetlink.NLMSG_DONE, NOBODY), 0)))
                .isFalse();
    }

    private static Message.Header header(int type, int port) {
        return new Message.Header(type, 0, 0, port);
    }

    private static Message address(int type, int port, String ip, int protocol) {
        return new Message.Address(header(type, port), 2, VirtualIp.parse(ip), 32, Optional.empty(), protocol, 60);
    }

    private static Message.Interface link(int type, String name, int flags) {
        return new Message.Interface(header(type, NOBODY), 2, name, flags, Rtnetlink.ARPHRD_ETHER, Optional.empty());
    }
}
