package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.address.AddressesContract;
import io.yaim.model.Host;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of the address port, with a real kernel.
final class NetlinkAddressesIT implements AddressesContract {

    private VethSite site;

    @BeforeEach
    void open() throws Exception {
        site = VethSite.open();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Override
    public Site site() {
        return site;
    }

    @Test
    void tellsWhetherSecondaryAddressesArePromoted() throws Exception {
        site.host.set("ipv4/conf/all/promote_secondaries", "0");
        try (NetlinkAddresses addresses = site.host.call(() -> NetlinkAddresses.open(() -> {}))) {
            site.host.set("ipv4/conf/" + site.link() + "/promote_secondaries", "0");
            assertThat(promotes(addresses)).isFalse();
            site.host.set("ipv4/conf/" + site.link() + "/promote_secondaries", "1");
            assertThat(promotes(addresses)).isTrue();
            site.host.set("ipv4/conf/" + site.link() + "/promote_secondaries", "0");
            site.host.set("ipv4/conf/all/promote_secondaries", "1");
            assertThat(promotes(addresses)).isTrue();
        }
    }

    private boolean promotes(NetlinkAddresses addresses) throws Exception {
        Host host = site.host.call(addresses::readHost);
        return Objects.requireNonNull(host.links().get(site.link())).promotesSecondaries();
    }

    @Test
    void listenFailsWhenTheThreadHasEndedButReadingWorks() throws Exception {
        Runnable broken = () -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
            throw new IllegalStateException("a bell that fails");
        };
        try (NetlinkAddresses addresses = site.host.call(() -> NetlinkAddresses.open(broken))) {
            site.bindAsAnother(VirtualIp.parse("10.0.0.9"));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThatThrownBy(() -> addresses.listen(List.of()))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the thread 'address-events' has ended"));
            assertThat(addresses.readHost().links()).containsKey(site.link());
        }
    }
}
