package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which frames on a real segment are received.
final class ArpNdListenerIT {

    private static final VirtualIp IP = VirtualIp.parse("10.77.0.5");
    private static final VirtualIp OTHER_IP = VirtualIp.parse("10.77.0.6");
    private static final VirtualIp IP_V6 = VirtualIp.parse("fd77::5");
    private static final List<Binding> ALL = List.of(on(IP), on(OTHER_IP), on(IP_V6));

    private VethSite site;

    @BeforeEach
    void open() throws Exception {
        site = VethSite.open();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void reflectedFramesOfTheInterfaceAreIgnored() throws Exception {
        site.host.ip("link", "set", VethSite.LINK, "address", "02:77:00:00:00:aa");
        assertIgnoresFramesFrom("02:77:00:00:00:aa");
    }

    @Test
    void reflectedFramesOfAnotherOwnInterfaceAreIgnored() throws Exception {
        site.host.ip("link", "add", "other0", "address", "02:77:00:00:00:bb", "type", "bridge");
        assertIgnoresFramesFrom("02:77:00:00:00:bb");
    }

    /// The neighbour announces two addresses from this host's hardware address, and a third from its own.
    private void assertIgnoresFramesFrom(String own) throws Exception {
        String neighbours = site.neighbour().toString();
        listen();
        site.neighbour.ip("link", "set", VethSite.NEIGHBOUR_LINK, "address", own);
        site.announceAtNeighbour(IP);
        site.announceAtNeighbour(IP_V6);
        site.neighbour.ip("link", "set", VethSite.NEIGHBOUR_LINK, "address", neighbours);
        site.announceAtNeighbour(OTHER_IP);

        assertThat(receive(1)).containsExactly(OTHER_IP);
    }

    @Test
    void receivesFramesOfOtherPrograms() throws Exception {
        listen();
        site.neighbour.ip("addr", "add", IP + "/32", "dev", VethSite.NEIGHBOUR_LINK);
        // arping fails if nobody answers
        String arping = "arping -q -U -c 1 -i " + VethSite.NEIGHBOUR_LINK + " -S " + IP + " " + IP + "; true";
        site.neighbour.run("sh", "-c", arping);
        assertThat(receive(1)).containsExactly(IP);
    }

    @Test
    void listensAfterTheInterfaceWasDownOrChangedItsAddress() throws Exception {
        listen();
        site.host.ip("link", "set", VethSite.LINK, "down");
        listen();
        site.host.ip("link", "set", VethSite.LINK, "address", "02:77:00:00:00:cc");
        site.host.ip("link", "set", VethSite.LINK, "up");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> site.host.ip("-o", "link", "show", VethSite.LINK).contains("state UP"));
        listen();
        site.announceAtNeighbour(IP);
        assertThat(receive(1)).containsExactly(IP);
    }

    @Test
    void allAnswersToAThousandProbesAreReceived() throws Exception {
        List<Binding> bindings = IntStream.range(0, 1000)
                .mapToObj(i -> on(VirtualIp.parse("10.77." + (1 + i / 250) + "." + (1 + i % 250))))
                .toList();
        for (Binding binding : bindings.subList(0, 100)) {
            site.bindAtNeighbour(binding.ip());
        }
        site.addresses().readHost();
        site.addresses().listen(bindings);
        long start = System.nanoTime();
        site.addresses().probe(bindings);
        long sent = System.nanoTime();

        var received = new ArrayList<AddressSighting>();
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(() -> {
            received.addAll(site.addresses().listen(bindings));
            return received.size() == 100;
        });
        System.out.printf(
                "1,000 probes sent in %d ms, 100 answers within %d ms%n",
                (sent - start) / 1_000_000, (System.nanoTime() - start) / 1_000_000);
        assertThat(Duration.ofNanos(sent - start)).isLessThan(Duration.ofSeconds(3));
    }

    private void listen() throws IOException {
        site.addresses().readHost();
        site.addresses().listen(ALL);
    }

    /// The addresses of the messages, as soon as there are this many.
    private List<VirtualIp> receive(int count) {
        var received = new ArrayList<VirtualIp>();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    site.addresses().listen(ALL).forEach(sighting -> received.add(sighting.ip()));
                    return received.size() >= count;
                });
        return received;
    }

    private static Binding on(VirtualIp ip) {
        return new Binding(ip, VethSite.LINK, ip.hostPrefix(), Optional.empty());
    }
}
