package io.yaim.address.netlink;

import java.nio.ByteBuffer;

/// The 48-bit address of an Ethernet interface.
record HardwareAddress(long bits) {

    static final int SIZE = 6;

    HardwareAddress {
        if (bits >>> (8 * SIZE) != 0) {
            throw new IllegalArgumentException("expected 48 bits");
        }
    }

    /// The address of these six bytes, in network order.
    static HardwareAddress of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("expected 6 bytes");
        }
        long bits = 0;
        for (byte octet : bytes) {
            bits = (bits << 8) | (octet & 0xff);
        }
        return new HardwareAddress(bits);
    }

    void put(ByteBuffer frame) {
        for (int shift = 8 * (SIZE - 1); shift >= 0; shift -= 8) {
            frame.put((byte) (bits >>> shift));
        }
    }
}
