package io.yaim.address.netlink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.yaim.address.AddressesContract;
import io.yaim.lab.Namespace;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace with a veth device whose other end, in a second namespace, is a neighbour.
final class VethSite implements AddressesContract.Site, AutoCloseable {

    static final String LINK = "veth0";
    static final String NEIGHBOURS_LINK = "veth1";

    final Namespace host;
    final Namespace neighbour;
    private final AtomicInteger rings = new AtomicInteger();
    private final Semaphore rung = new Semaphore(0);
    private final NetlinkAddresses addresses;

    private VethSite(Namespace host, Namespace neighbour) throws Exception {
        this.host = host;
        this.neighbour = neighbour;
        host.addVeth(LINK, neighbour, NEIGHBOURS_LINK);
        await().until(() -> host.ip("-o", "link", "show", LINK).contains("state UP"));
        addresses = host.call(() -> NetlinkAddresses.open(this::ring));
    }

    static VethSite open() throws Exception {
        Namespace host = Namespace.create("host");
        try {
            Namespace neighbour = Namespace.create("peer");
            try {
                return new VethSite(host, neighbour);
            } catch (Exception e) {
                try (neighbour) {
                    throw e;
                }
            }
        } catch (Exception e) {
            try (host) {
                throw e;
            }
        }
    }

    private void ring() {
        rings.incrementAndGet();
        rung.release();
    }

    @Override
    public NetlinkAddresses addresses() {
        return addresses;
    }

    @Override
    public String link() {
        return LINK;
    }

    @Override
    public void bindAsAnother(VirtualIp ip) throws IOException {
        host.ip("addr", "add", ip + "/" + ip.hostPrefix(), "dev", LINK);
    }

    @Override
    public void dropAsAnother(VirtualIp ip) throws IOException {
        host.ip("addr", "del", ip + "/" + ip.hostPrefix(), "dev", LINK);
    }

    @Override
    public void setLink(boolean isUp) throws IOException {
        neighbour.ip("link", "set", NEIGHBOURS_LINK, isUp ? "up" : "down");
    }

    @Override
    public void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public int awaitRings(int atLeast) throws InterruptedException {
        while (rings.get() < atLeast && rung.tryAcquire(2, SECONDS)) {
            rung.drainPermits();
        }
        return rings.get();
    }

    @Override
    public void close() throws IOException {
        try (host;
                neighbour;
                addresses) {
            // closes them all, the last named first
        }
    }
}
