package io.yaim.address.netlink;

import io.yaim.address.Addresses;
import io.yaim.address.GateContract;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The contract of the gate, with a real kernel.
final class GateIT implements GateContract, GateContract.Site {

    private VethSite site;
    private Optional<Addresses> successor = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        site = VethSite.open(ExpiryGuard.GATE);
    }

    @AfterEach
    void close() throws Exception {
        successor.ifPresent(Addresses::close);
        site.close();
    }

    @Override
    public Site gated() {
        return this;
    }

    @Override
    public Addresses addresses() {
        return site.addresses();
    }

    @Override
    public Addresses successor() throws Exception {
        Addresses opened = site.host.call(() -> NetlinkAddresses.open(() -> {}, ExpiryGuard.GATE));
        successor = Optional.of(opened);
        return opened;
    }

    @Override
    public String link() {
        return site.link();
    }

    @Override
    public void bindAsAnother(VirtualIp ip) throws Exception {
        site.bindAsAnother(ip);
    }

    @Override
    public boolean answers(VirtualIp ip) throws Exception {
        return site.answers(ip);
    }

    @Override
    public void pass(Duration time) throws InterruptedException {
        site.pass(time);
    }
}
