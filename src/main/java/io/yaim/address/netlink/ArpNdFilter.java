package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Classic BPF programs that accept only frames about addresses. The kernel runs them, so other frames wake no thread.
/// Accepted frames are still validated.
final class ArpNdFilter {

    // include/uapi/linux/bpf_common.h: class, size and mode of an instruction combined
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_SHORT = 0x28;
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    /// The offset at which a program reads the type of the packet: SKF_AD_OFF + SKF_AD_PKTTYPE of linux/filter.h.
    private static final int PACKET_TYPE = -0x1000 + 4;

    /// From include/uapi/linux/if_packet.h. Packets to this host, to all and to a group are below it, outgoing packets
    /// above it.
    private static final int PACKET_OTHERHOST = 3;

    private static final int INSTRUCTION_SIZE = 8; // struct sock_filter
    private static final int MAX_INSTRUCTIONS = 16;

    private ArpNdFilter() {}

    /// Accepts ARP frames that other hosts sent to this host or to all.
    ///
    /// @param own the hardware address whose frames are rejected; a bridge may reflect them
    static ByteBuffer arp(HardwareAddress own) {
        ByteBuffer program = program();
        putOthersOnly(program, own);
        put(program, RETURN, 0, 0, ArpNdMessage.LONGEST);
        put(program, RETURN, 0, 0, 0);
        return program.flip();
    }

    /// Accepts neighbour solicitations and advertisements that other hosts sent to this host, to all or to a group.
    ///
    /// @param own the hardware address whose frames are rejected; a bridge may reflect them
    static ByteBuffer neighbourDiscovery(HardwareAddress own) {
        ByteBuffer program = program();
        put(program, LOAD_BYTE, 0, 0, 20); // the next header
        put(program, JUMP_IF_EQUAL, 0, 10, NeighbourDiscoveryFrame.ICMPV6);
        put(program, LOAD_BYTE, 0, 0, NeighbourDiscoveryFrame.HEADERS_SIZE);
        put(program, JUMP_IF_EQUAL, 1, 0, NeighbourDiscoveryFrame.SOLICITATION);
        put(program, JUMP_IF_EQUAL, 0, 7, NeighbourDiscoveryFrame.ADVERTISEMENT);
        putOthersOnly(program, own);
        put(program, RETURN, 0, 0, ArpNdMessage.LONGEST);
        put(program, RETURN, 0, 0, 0);
        return program.flip();
    }

    /// If the frame is from another host, continues with the next instruction, otherwise skips it.
    private static void putOthersOnly(ByteBuffer program, HardwareAddress own) {
        int low = (int) own.bits();
        int high = (int) (own.bits() >>> Integer.SIZE);
        put(program, LOAD_WORD, 0, 0, PACKET_TYPE);
        put(program, JUMP_IF_AT_LEAST, 5, 0, PACKET_OTHERHOST);
        put(program, LOAD_WORD, 0, 0, 8); // the lower four bytes of the source
        put(program, JUMP_IF_EQUAL, 0, 2, low);
        put(program, LOAD_SHORT, 0, 0, HardwareAddress.SIZE);
        put(program, JUMP_IF_EQUAL, 1, 0, high);
    }

    private static ByteBuffer program() {
        return ByteBuffer.allocateDirect(MAX_INSTRUCTIONS * INSTRUCTION_SIZE).order(ByteOrder.nativeOrder());
    }

    /// @param onTrue the number of instructions to skip if the condition holds
    private static void put(ByteBuffer program, int code, int onTrue, int onFalse, int operand) {
        program.putShort((short) code).put((byte) onTrue).put((byte) onFalse).putInt(operand);
    }
}
