package io.yaim.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LibcTest {

    private static final int AF_UNIX = 1;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM = 2;
    private static final int UNUSED_DESCRIPTOR = 1_000_000;

    @Test
    void bootClockMatchesTheUptimeOfTheKernel() throws Exception {
        Duration before = uptime();
        Duration now = BootClock.now();
        Duration after = uptime();

        // both include suspended time; the file has a resolution of 10 ms
        assertThat(now).isBetween(before, after.plusMillis(10));
        assertThat(BootClock.now()).isGreaterThan(now);
    }

    @Test
    void anErrorNamesTheCallAndTheSystemsReason() {
        assertThatThrownBy(() -> Libc.write(UNUSED_DESCRIPTOR, ByteBuffer.allocateDirect(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("write: Bad file descriptor")
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(9));
    }

    @Test
    void aReadThatTimesOutFailsWithEagain() throws Exception {
        int fd = Libc.socket(AF_UNIX, SOCK_DGRAM, 0);
        try {
            Libc.setOption(fd, 1, 20, Duration.ofMillis(1)); // SOL_SOCKET, SO_RCVTIMEO
            assertThatThrownBy(() -> Libc.read(fd, ByteBuffer.allocateDirect(16)))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void closingAnUnusedDescriptorIsAProgrammingError() throws Exception {
        int fd = Libc.socket(AF_NETLINK, SOCK_DGRAM, 0);
        Libc.close(fd);

        assertThatThrownBy(() -> Libc.close(UNUSED_DESCRIPTOR)).isInstanceOf(IllegalStateException.class);
    }

    private static Duration uptime() throws IOException {
        String line = Files.readString(Path.of("/proc/uptime"));
        return Duration.ofMillis(Math.round(Double.parseDouble(line.substring(0, line.indexOf(' '))) * 1000));
    }
}
