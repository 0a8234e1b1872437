package io.yaim.address.netlink;

import io.yaim.address.AddressesContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The contract, kept by a real kernel.
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
}
