package io.yaim.cli.doctor;

import static io.yaim.cli.doctor.FindingsTest.assertFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Finding;
import io.yaim.model.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Findings from files as a host has them.
class OtherAddressManagersTest {

    @TempDir
    private Path root;

    @BeforeEach
    void nobodyRuns() throws IOException {
        runs(1, "init", "/sbin/init");
    }

    @Test
    void findsNoneOnAHostWithoutSuchPrograms() {
        assertThat(findings()).singleElement().extracting(Finding::level).isEqualTo(Level.OK);
    }

    @Test
    void warnsOfNetworkManagerUnlessItLeavesTheInterfaceAlone() throws IOException {
        runs(7, "NetworkManager", "/usr/sbin/NetworkManager");
        assertFound(findings(), Level.WARNING, "NetworkManager runs: it removes");
        write("etc/NetworkManager/conf.d/a.conf", "[keyfile]\nunmanaged-devices=interface-name:eth0\n");
        assertFound(findings(), Level.OK, "leaves eth0 alone");
    }

    @ParameterizedTest
    @CsvSource({
        "eth0, '', WARNING",
        "e*, '', WARNING",
        "en* eth?, '', WARNING",
        "eth1, '', OK",
        "eth0, KeepConfiguration=static, OK",
        "eth0, KeepConfiguration = yes, OK",
        "eth0, KeepConfiguration=dhcp, WARNING"
    })
    void warnsOfNetworkdWhereItConfiguresTheInterfaceAndKeepsNothing(String name, String keeps, Level level)
            throws IOException {
        runs(7, "systemd-network", "/usr/lib/systemd/systemd-networkd");
        write("etc/systemd/network/10.network", "[Match]\nName=" + name + "\n[Network]\nDHCP=no\n" + keeps + "\n");
        assertThat(findings()).singleElement().extracting(Finding::level).isEqualTo(level);
    }

    @Test
    void warnsOfDhcpClientsOnTheInterface() throws IOException {
        runs(7, "dhclient", "dhclient\0-4\0eth0\0");
        runs(8, "dhcpcd", "dhcpcd");
        assertFound(findings(), Level.WARNING, "dhclient runs on eth0");
        assertFound(findings(), Level.WARNING, "dhcpcd runs");
        runs(7, "dhclient", "dhclient\0-4\0eth1\0");
        write("etc/dhcpcd.conf", "denyinterfaces wlan0 eth0\n");
        assertThat(findings()).singleElement().extracting(Finding::level).isEqualTo(Level.OK);
    }

    private List<Finding> findings() {
        return new HostReader(root).otherAddressManagers("eth0").findings();
    }

    private void runs(int process, String name, String line) throws IOException {
        write("proc/" + process + "/comm", name + "\n");
        write("proc/" + process + "/cmdline", line);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
