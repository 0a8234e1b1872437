package io.yaim.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class NamespaceIT {

    @Test
    void codeCalledInsideSeesTheDevicesOfTheNamespaceAndTheCallerItsOwn() throws Exception {
        try (var left = Namespace.create("left");
                var right = Namespace.create("right")) {
            left.addVeth("toright", right, "toleft");
            InetAddress address = InetAddress.ofLiteral("10.77.0.1");
            right.ip("addr", "add", "10.77.0.1/24", "dev", "toleft");

            assertThat(right.call(() -> NetworkInterface.getByInetAddress(address)))
                    .isNotNull();
            assertThat(left.call(() -> NetworkInterface.getByInetAddress(address)))
                    .isNull();
            assertThat(NetworkInterface.getByInetAddress(address)).isNull();
            assertThat(right.run("ip", "-o", "link")).contains("toleft");
        }
    }

    @Test
    void aSettingIsMadeInTheNamespaceAlone() throws Exception {
        Path setting = Path.of("/proc/sys/net/ipv4/conf/lo/promote_secondaries");
        String outside = Files.readString(setting);
        try (var namespace = Namespace.create("set")) {
            for (String value : new String[] {"0", "1"}) {
                namespace.set("ipv4/conf/lo/promote_secondaries", value);
                assertThat(namespace.call(() -> Files.readString(setting))).startsWith(value);
            }
        }
        assertThat(Files.readString(setting)).isEqualTo(outside);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        String name;
        try (var namespace = Namespace.create("gone")) {
            name = namespace.name();
            assertThat(Shell.run("ip", "netns", "list")).contains(name);
        }
        assertThat(Shell.run("ip", "netns", "list")).doesNotContain(name);
    }

    @Test
    void theErrorOfTheWorkReachesTheCaller() throws Exception {
        try (var namespace = Namespace.create("error")) {
            assertThatThrownBy(() -> namespace.call(() -> {
                        throw new IOException("no such thing");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no such thing");
        }
    }

    @Test
    void aFailingCommandSaysWhichAndWhy() {
        assertThatThrownBy(() -> Shell.run("ip", "link", "set", "nosuchdevice", "up"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ip link set nosuchdevice up: exit status 1: Cannot find device");
    }
}
