package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.BoundAddress;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// Fuzz targets: rtnetlink datagrams and received frames.
public final class NetlinkTargets {

    private static final int LONGEST = 8192;
    private static final HardwareAddress MAC = new HardwareAddress(0x02_00_00_00_00_07L);

    /// Messages of a kernel, in hexadecimal.
    private static final List<String> DATAGRAMS = List.of(
            NetlinkParserTest.V4,
            NetlinkParserTest.V6,
            NetlinkParserTest.LINK,
            NetlinkParserTest.NEIGHBOUR_V4 + NetlinkParserTest.NEIGHBOUR_V6,
            NetlinkParserTest.GROUP,
            NetlinkParserTest.REFUSED,
            NetlinkParserTest.ACK,
            NetlinkParserTest.LOOPBACK
                    + NetlinkParserTest.V4
                    + NetlinkParserTest.V6
                    + NetlinkParserTest.LINK
                    + NetlinkParserTest.DONE);

    private static final List<String> SNIPPETS = List.of(
            "\u0000\u0000\u0000\u0000",
            "\u00ff\u00ff\u00ff\u00ff",
            "\u00ff\u00ff",
            "\u0001\u0000",
            "\u0004\u0000\u0002\u0000",
            "\u0000\u0000\u0002\u0000",
            "\u0003\u0000\u0002\u0000",
            "\u00ff\u007f\u0003\u0080",
            "\u0008\u0000\u0001@\u007f\u0000\u0000\u0001",
            "\u0010\u0000\u0000\u0000",
            "\u000f\u0000\u0000\u0000",
            "\u0000\u0000\u0000\u0080");

    private static final Mutator DATAGRAM = Mutator.ofBytes(seeds(), SNIPPETS, LONGEST);

    private NetlinkTargets() {}

    public static List<Target> all() {
        var targets = new ArrayList<Target>();
        targets.add(frames());
        targets.add(new Target("netlink datagram", 45_000, NetlinkTargets::datagram, NetlinkTargets::checkDatagram));
        return targets;
    }

    /// Frames from the network. The parser must accept any input and read no further than its end.
    private static Target frames() {
        var seeds = new ArrayList<String>();
        for (Consumer<ByteBuffer> frame : List.<Consumer<ByteBuffer>>of(
                buffer -> ArpFrame.putAnnouncementRequest(buffer, MAC, VirtualIp.parse("10.0.0.5")),
                buffer -> ArpFrame.putAnnouncementReply(buffer, MAC, VirtualIp.parse("10.0.0.5")),
                buffer -> ArpFrame.putProbe(buffer, MAC, VirtualIp.parse("10.0.0.5")),
                buffer -> NeighbourDiscoveryFrame.putAdvertisement(buffer, MAC, VirtualIp.parse("fd00::5")),
                buffer -> NeighbourDiscoveryFrame.putProbe(buffer, MAC, VirtualIp.parse("fd00::5")))) {
            ByteBuffer buffer = ByteBuffer.allocate(128);
            frame.accept(buffer);
            seeds.add(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
        }
        Mutator frames = Mutator.ofBytes(seeds, SNIPPETS, ArpNdMessage.LONGEST);
        return new Target("received frame", 20_000, random -> frame(frames, random), NetlinkTargets::checkFrame);
    }

    /// In about every second IPv6 frame, length and checksum are corrected, so that the content is parsed.
    private static String frame(Mutator frames, Random random) {
        String mutated = frames.apply(random);
        ByteBuffer bytes = ByteBuffer.wrap(mutated.getBytes(StandardCharsets.ISO_8859_1));
        int length = bytes.limit() - NeighbourDiscoveryFrame.HEADERS_SIZE;
        if (random.nextBoolean() || length < 4 || bytes.getShort(12) != (short) NeighbourDiscoveryFrame.ETHERTYPE) {
            return mutated;
        }
        bytes.putShort(18, (short) length).putShort(NeighbourDiscoveryFrame.HEADERS_SIZE + 2, (short) 0);
        bytes.putShort(
                NeighbourDiscoveryFrame.HEADERS_SIZE + 2, NeighbourDiscoveryFrame.checksum(bytes, 0, bytes.limit()));
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    private static void checkFrame(String input) {
        ArpNdMessage.parse(ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1)))
                .ifPresent(message ->
                        assertThat(VirtualIp.parse(message.ip().toString())).isEqualTo(message.ip()));
    }

    /// In about every second datagram, the length in the first header is corrected, so that the content is parsed.
    private static String datagram(Random random) {
        String mutated = DATAGRAM.apply(random);
        if (random.nextBoolean() || mutated.length() < RtnetlinkConstants.HEADER_SIZE) {
            return mutated;
        }
        byte[] bytes = mutated.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Messages of the kernel and of yaim. Requests have the same form as answers.
    private static List<String> seeds() {
        var seeds = new ArrayList<String>();
        DATAGRAMS.forEach(hex -> seeds.add(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1)));
        for (String ip : List.of("10.0.0.5", "fd00::5")) {
            var netlinkRequests = new NetlinkRequests();
            netlinkRequests.bind(3, VirtualIp.parse(ip), 24, Optional.of("veth0:vip"), 60);
            netlinkRequests.drop(3, VirtualIp.parse(ip), 24);
            ByteBuffer datagram = netlinkRequests.finish(true);
            var bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            seeds.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }

    private static void checkDatagram(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        byte[] before = bytes.clone();
        var messages = new ArrayList<NetlinkMessage>();
        NetlinkParser.read(ByteBuffer.wrap(bytes), messages::add);
        assertThat(bytes).isEqualTo(before);
        assertThat(messages.size() * RtnetlinkConstants.HEADER_SIZE).isLessThanOrEqualTo(bytes.length);
        var filter = new EventFilter(1454, List.of());
        for (NetlinkMessage netlinkMessage : messages) {
            assertThat(filter.isForeignChange(netlinkMessage) && netlinkMessage instanceof NetlinkMessage.Other)
                    .isFalse();
            if (netlinkMessage instanceof NetlinkMessage.NeighbourEntry neighbourEntry && neighbourEntry.isHost()) {
                assertThat(VirtualIp.parse(neighbourEntry.ip().toString())).isEqualTo(neighbourEntry.ip());
            }
            if (netlinkMessage instanceof NetlinkMessage.Address address) {
                assertThat(address.validSeconds()).isBetween(0L, BoundAddress.FOREVER);
                assertThat(VirtualIp.parse(address.ip().toString())).isEqualTo(address.ip());
                assertThat(address.prefix()).isBetween(0, address.ip().hostPrefix());
            }
        }
    }
}
