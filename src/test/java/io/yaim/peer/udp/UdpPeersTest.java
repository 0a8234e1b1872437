package io.yaim.peer.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.peer.PeerMessage;
import io.yaim.peer.Peers.Received;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UdpPeersTest {

    private static final byte[] SECRET = "the secret".getBytes(StandardCharsets.UTF_8);

    private final Semaphore bell = new Semaphore(0);

    private UdpPeers open(InetSocketAddress at) throws IOException {
        return new UdpPeers(at, SECRET, "/service/yaim/", bell::release);
    }

    /// A loopback address with a port that was free a moment ago.
    private static InetSocketAddress freeAddress() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    @Test
    void aMessageIsReceivedAndCanBeAnswered() throws Exception {
        InetSocketAddress addressA = freeAddress();
        InetSocketAddress addressB = freeAddress();
        try (UdpPeers a = open(addressA);
                UdpPeers b = open(addressB)) {
            a.send(UdpPeers.format(addressB), new PeerMessage.Answer(1, true));
            assertThat(bell.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
            List<Received> received = b.receive();
            assertThat(received)
                    .containsExactly(new Received(UdpPeers.format(addressA), new PeerMessage.Answer(1, true)));
            b.send(received.getFirst().from(), new PeerMessage.Answer(2, false));
            assertThat(bell.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
            assertThat(a.receive())
                    .containsExactly(new Received(UdpPeers.format(addressB), new PeerMessage.Answer(2, false)));
            assertThat(a.receive()).isEmpty();
        }
    }

    @Test
    void invalidDatagramsAndAClosedPortAreIgnored() throws Exception {
        InetSocketAddress addressA = freeAddress();
        InetSocketAddress addressB = freeAddress();
        try (UdpPeers a = open(addressA);
                var stranger = new DatagramSocket()) {
            stranger.send(new DatagramPacket(new byte[2000], 2000, addressA));
            stranger.send(new DatagramPacket(new byte[0], 0, addressA));
            a.send(UdpPeers.format(addressB), new PeerMessage.Answer(1, true));
            try (UdpPeers b = open(addressB)) {
                b.send(UdpPeers.format(addressA), new PeerMessage.Answer(3, true));
                assertThat(bell.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
                assertThat(a.receive())
                        .containsExactly(new Received(UdpPeers.format(addressB), new PeerMessage.Answer(3, true)));
            }
        }
    }

    @Test
    void receiveFailsWhenTheThreadHasEnded() throws Exception {
        InetSocketAddress addressA = freeAddress();
        var failed = new CountDownLatch(1);
        Runnable broken = () -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> failed.countDown());
            throw new IllegalStateException("a bell that fails");
        };
        try (UdpPeers a = new UdpPeers(addressA, SECRET, "/service/yaim/", broken);
                UdpPeers b = open(freeAddress())) {
            b.send(UdpPeers.format(addressA), new PeerMessage.Answer(1, true));
            assertThat(failed.await(40, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThatThrownBy(a::receive)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the thread 'yaim-peers' has ended"));
        }
    }

    @Test
    void anInvalidOrUsedAddressIsAnError() throws Exception {
        InetSocketAddress addressA = freeAddress();
        try (UdpPeers a = open(addressA)) {
            assertThatThrownBy(() -> a.send("localhost:1", new PeerMessage.Answer(1, true)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("send to localhost:1: expected an address and a port, such as 10.0.0.1:1314 or"
                            + " [fd00::1]:1314");
            assertThatThrownBy(() -> open(addressA))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("UDP");
        }
    }

    @Test
    void onlyLiteralAddressesWithAPortAreParsed() {
        assertThat(UdpPeers.parse("10.0.0.1:1314")).contains(new InetSocketAddress("10.0.0.1", 1314));
        assertThat(UdpPeers.parse("[fd00::1]:1314").map(UdpPeers::format)).contains("[fd00:0:0:0:0:0:0:1]:1314");
        for (String none :
                List.of("", "host:1", "10.0.0.1", "10.0.0.1:99999", "10.0.0.256:1", "fd00::1:1", "[::g]:1")) {
            assertThat(UdpPeers.parse(none)).as(none).isEmpty();
        }
    }
}
