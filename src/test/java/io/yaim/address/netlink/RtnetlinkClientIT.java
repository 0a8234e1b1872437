package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.lab.Namespace;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.VirtualIp;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Behaviour that is specific to Linux, in a namespace with a loopback device and what a test adds.
final class RtnetlinkClientIT {

    private static final VirtualIp IP = VirtualIp.parse("10.77.0.5");
    private static final VirtualIp SECOND = VirtualIp.parse("10.77.0.6");
    private static final VirtualIp IP_V6 = VirtualIp.parse("fd77::5");

    private Namespace namespace;
    private NetlinkAddresses addresses;

    @BeforeEach
    void open() throws Exception {
        namespace = Namespace.create("kernel");
        addresses = namespace.call(() -> NetlinkAddresses.open(() -> {}));
    }

    @AfterEach
    void close() throws Exception {
        try (var _ = namespace;
                var _ = addresses) {
            // closes both, the last one first
        }
    }

    @Test
    void theLoopbackDeviceAcceptsAddressesWithoutAnnouncements() throws Exception {
        var bindings = List.of(on("lo", IP, 32), on("lo", IP_V6, 128));

        assertThat(addresses.bind(bindings, 60)).isEmpty();
        addresses.announce(bindings);

        assertThat(addresses.readHost().links().get("lo")).isNotNull().matches(link -> link.isUp());
        assertThat(ours()).extracting(BoundAddress::ip).containsExactly(IP, IP_V6);
        assertThat(namespace.run("ping", "-c1", "-W1", "10.77.0.5")).contains("1 received");
    }

    @Test
    void anErrorHasTheTextOfTheKernel() throws Exception {
        assertThat(addresses.bind(List.of(on("lo", IP, 33), on("lo", SECOND, 32)), 60))
                .hasSize(1)
                .hasEntrySatisfying(IP, reason -> assertThat(reason).startsWith("Invalid argument ("));
        assertThat(ours()).extracting(BoundAddress::ip).containsExactly(SECOND);
    }

    @Test
    void aTooLongLabelAffectsOnlyItsAddress() throws Exception {
        var tooLong = new Binding(IP, "lo", 32, Optional.of("lo:" + "x".repeat(5000)));

        assertThat(addresses.bind(List.of(tooLong, on("lo", SECOND, 32)), 60)).containsOnlyKeys(IP);
        assertThat(ours()).extracting(BoundAddress::ip).containsExactly(SECOND);
    }

    @Test
    void manyAddressesAreBoundAndDroppedAndErrorsNameTheirAddresses() throws Exception {
        var bindings = new ArrayList<>(IntStream.range(0, 3000)
                .mapToObj(i -> on("lo", VirtualIp.parse("10.78." + i / 250 + "." + i % 250), 32))
                .toList());
        bindings.set(1700, on("lo", IP, 40));
        bindings.set(2999, on("lo", SECOND, 41));

        assertThat(addresses.bind(bindings, 60)).containsOnlyKeys(IP, SECOND);
        assertThat(ours()).hasSize(2998);
        assertThat(addresses.drop(ours())).isEmpty();
        assertThat(ours()).isEmpty();
    }

    @Test
    void manyErrorsAreAllReported() throws Exception {
        var bindings = IntStream.range(0, 3000)
                .mapToObj(i -> on("lo", VirtualIp.parse("10.78." + i / 250 + "." + i % 250), 33))
                .toList();

        assertThat(addresses.bind(bindings, 60)).hasSize(3000);
    }

    @Test
    void anAddressOnARenamedInterfaceIsNotReportedAsDropped() throws Exception {
        namespace.ip("link", "add", "old0", "type", "bridge");
        addresses.bind(List.of(on("old0", IP, 32)), 60);
        var seen = ours();

        namespace.ip("link", "set", "old0", "name", "new0");
        assertThat(addresses.drop(seen))
                .hasEntrySatisfying(IP, reason -> assertThat(reason).contains("new0"));

        namespace.ip("link", "del", "new0");
        assertThat(addresses.drop(seen)).isEmpty();
    }

    @Test
    void ipv6LinkLocalAddressesAreLeftOut() throws Exception {
        namespace.ip("link", "add", "b0", "type", "bridge");
        namespace.ip("addr", "add", "fe80::77/64", "dev", "b0", "nodad");

        assertThat(addresses.readHost().addresses())
                .noneMatch(address -> address.interfaceName().equals("b0"));
    }

    @Test
    void onlyWithPromotionTheOthersOfTheNetworkStay() throws Exception {
        namespace.set("ipv4/conf/all/promote_secondaries", "0");
        namespace.set("ipv4/conf/lo/promote_secondaries", "0");
        assertThat(dropFirstOfTwo(24)).isEmpty();
        assertThat(dropFirstOfTwo(32)).containsExactly(SECOND);
        assertThat(problems("lo", 24, "lo:vip"))
                .singleElement()
                .asString()
                .contains("sysctl net.ipv4.conf.lo.promote_secondaries=1");
        assertThat(problems("lo", 32, "lo:vip")).isEmpty();

        namespace.set("ipv4/conf/lo/promote_secondaries", "1");
        assertThat(dropFirstOfTwo(24)).containsExactly(SECOND);
        assertThat(problems("lo", 24, "lo:vip")).isEmpty();

        namespace.set("ipv4/conf/lo/promote_secondaries", "0");
        namespace.set("ipv4/conf/all/promote_secondaries", "1");
        assertThat(dropFirstOfTwo(24)).containsExactly(SECOND);
        assertThat(problems("lo", 24, "lo:vip")).isEmpty();
    }

    @Test
    void allProblemsOfAnInterfaceAreReportedTogether() throws Exception {
        assertThat(problems("eth7", 24, "eth7:too-long-for-it"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("no interface eth7", "lo"));
    }

    @Test
    void missingPrivilegesAreNamed() throws Exception {
        assertThat(openWithout("net_admin")).contains("CAP_NET_ADMIN (to bind addresses) is missing");
        assertThat(openWithout("net_raw")).contains("CAP_NET_RAW (to announce addresses) is missing");
    }

    @Test
    void closingReleasesDescriptorsAndThreads() throws Exception {
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            NetlinkAddresses again = namespace.call(() -> NetlinkAddresses.open(() -> {}));
            again.readHost();
            again.close();
        }
        assertThat(descriptors()).isLessThan(before + 10);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("address-events"))
                .hasSize(1);
        assertThatThrownBy(() -> {
                    var closed = namespace.call(() -> NetlinkAddresses.open(() -> {}));
                    closed.close();
                    closed.readHost();
                })
                .isInstanceOf(IOException.class);
    }

    /// Starts another JVM, because a process cannot regain its privileges.
    private String openWithout(String capability) throws IOException {
        return namespace.run(
                "setpriv",
                "--bounding-set=-" + capability,
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndReport.class.getName());
    }

    private static int descriptors() {
        String[] all = new File("/proc/self/fd").list();
        return all == null ? 0 : all.length;
    }

    private List<VirtualIp> dropFirstOfTwo(int prefix) throws IOException {
        assertThat(addresses.bind(List.of(on("lo", IP, prefix), on("lo", SECOND, prefix)), 60))
                .isEmpty();
        addresses.drop(ours().subList(0, 1));
        var left = ours().stream().map(BoundAddress::ip).toList();
        addresses.drop(ours());
        return left;
    }

    private List<String> problems(String interfaceName, int prefix, String label) throws Exception {
        return namespace.call(() -> NetlinkAddresses.problems(interfaceName, prefix, Optional.of(label)));
    }

    private List<BoundAddress> ours() throws IOException {
        return addresses.readHost().addresses().stream()
                .filter(BoundAddress::isOurs)
                .toList();
    }

    private static Binding on(String interfaceName, VirtualIp ip, int prefix) {
        return new Binding(ip, interfaceName, prefix, Optional.empty());
    }
}
