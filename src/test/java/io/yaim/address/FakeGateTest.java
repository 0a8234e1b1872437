package io.yaim.address;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.time.Duration;

/// The contract of the gate, with the implementation in memory.
final class FakeGateTest implements GateContract, GateContract.Site {

    private Duration now = Duration.ZERO;
    private final FakeHost host = new FakeHost("host", () -> now, FakeHost.Observer.none());
    private final FakeAddresses addresses = new FakeAddresses(host, () -> {}, ExpiryGuard.GATE);

    @Override
    public Site gated() {
        return this;
    }

    @Override
    public Addresses addresses() {
        return addresses;
    }

    @Override
    public Addresses successor() {
        return new FakeAddresses(host, () -> {}, ExpiryGuard.GATE);
    }

    @Override
    public String link() {
        return "eth0";
    }

    @Override
    public void bindAsAnother(VirtualIp ip) {
        host.bindAsAnother(ip, link());
    }

    @Override
    public boolean answers(VirtualIp ip) {
        return host.answers(ip);
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }
}
