package io.yaim.peer.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Segment;
import io.yaim.peer.PeerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The socket is bound to an address, not to an interface. So it works again, without being opened anew, when the
/// address is back, on whichever interface.
final class UdpPeersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private long lastId;

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.", "fd77::"})
    void messagesPassAgainWhenTheCardWasMadeAnewOrTheAddressIsBack(String network) throws Exception {
        var one = new InetSocketAddress(InetAddress.ofLiteral(network + "1"), 1314);
        var other = new InetSocketAddress(InetAddress.ofLiteral(network + "2"), 1314);
        try (var segment = Segment.of("one", "other");
                UdpPeers here = segment.host("one").call(() -> open(one));
                UdpPeers there = segment.host("other").call(() -> open(other))) {
            awaitExchange(here, one, there, other);

            segment.removeCard("one");
            segment.insertCard("one");
            awaitExchange(here, one, there, other);

            segment.host("one").ip("addr", "flush", "dev", Segment.DEVICE, "scope", "global");
            segment.readdress("one");
            awaitExchange(here, one, there, other);
        }
    }

    private static UdpPeers open(InetSocketAddress listen) throws IOException {
        return new UdpPeers(listen, "the secret".getBytes(StandardCharsets.UTF_8), "/service/yaim/", () -> {});
    }

    private void awaitExchange(UdpPeers here, InetSocketAddress one, UdpPeers there, InetSocketAddress other) {
        awaitPassed(here, there, other);
        awaitPassed(there, here, one);
    }

    /// A message may be lost, and the address may not be reachable yet: then it is sent again.
    private void awaitPassed(UdpPeers from, UdpPeers to, InetSocketAddress address) {
        await("a message to " + address)
                .ignoreExceptionsInstanceOf(IOException.class)
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    var message = new PeerMessage.Answer(++lastId, true);
                    from.send(UdpPeers.format(address), message);
                    assertThat(to.receive()).isNotEmpty();
                });
    }
}
