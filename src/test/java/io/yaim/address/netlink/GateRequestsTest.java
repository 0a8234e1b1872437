package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The elements equal the bytes that `nft` sent to a kernel for `add element inet yaim alive { ipv4 timeout 300ms,
/// ipv6 timeout 300ms }`. All bytes are those of a little-endian machine.
final class GateRequestsTest {

    private static final String BEGIN = "1400000010000100" + "0100000000000000" + "0000000a";

    private final NetlinkRequests netlinkRequests = new NetlinkRequests();
    private final GateRequests gate = new GateRequests(netlinkRequests);

    @Test
    void openForReplacesTheElementsOfBothTablesInOneTransaction() {
        gate.begin();
        gate.openFor(Duration.ofMillis(300));
        gate.commit();

        assertThat(hex())
                .isEqualTo(BEGIN
                        + clearAlive("02", "01")
                        + "68000000" + "0c0a0104" + "0300000000000000" + "01000000" + "090001007961696d00000000"
                        + "0a000200616c6976650000003c000380"
                        + "1c0001800c000400000000000000012c0c0001800500010002000000"
                        + "1c0001800c000400000000000000012c0c000180050001000a000000"
                        + clearAlive("04", "03")
                        + "4c000000" + "0c0a0504" + "0500000000000000" + "03000000" + "090001007961696d00000000"
                        + "0a000200616c69766500000020000380"
                        + "1c0001800c000400000000000000012c0c0001800500010003000000"
                        + "1400000011000100" + "0600000000000000" + "0000000a");
        assertThat(netlinkRequests.acknowledgedSequence()).isEqualTo(5);
    }

    @Test
    void openForZeroOnlyRemovesTheElements() {
        gate.begin();
        gate.openFor(Duration.ofNanos(999_999));
        gate.dryRun();

        assertThat(hex())
                .isEqualTo(
                        BEGIN + clearAlive("02", "01") + clearAlive("03", "03").replace("0e0a0100", "0e0a0500"));
    }

    @Test
    void ipv4AddressesAreInBothTablesAndIpv6AddressesInOne() {
        gate.begin();
        gate.addAddresses(List.of(VirtualIp.parse("10.77.0.5"), VirtualIp.parse("fd77::5")));

        String hex = hex();
        assertThat(hex.split("0c000180080001000a4d0005", -1)).hasSize(3);
        assertThat(hex.split("1800018014000100fd770000000000000000000000000005", -1))
                .hasSize(2);
    }

    @Test
    void oneTransactionFitsAllRulesAndASliceOfAddresses() {
        var many = IntStream.range(0, 500)
                .mapToObj(i -> VirtualIp.parse("fd77::" + Integer.toHexString(i + 1)))
                .toList();
        gate.begin();
        var rules = new GateRules(netlinkRequests);
        rules.remove();
        rules.create();
        gate.removeAllAddresses();
        gate.addAddresses(many);
        gate.commit();

        assertThat(netlinkRequests.finish(false).remaining()).isLessThan(32 * 1024);
    }

    private static String clearAlive(String sequence, String family) {
        return "2c000000" + "0e0a0100" + sequence + "00000000000000" + family + "000000" + "090001007961696d00000000"
                + "0a000200616c697665000000";
    }

    private String hex() {
        ByteBuffer datagram = netlinkRequests.finish(false);
        var bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
