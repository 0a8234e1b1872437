package io.yaim.model;

import java.util.HexFormat;

/// The 48-bit address of an Ethernet interface.
public record HardwareAddress(long bits) {

    public static final int SIZE = 6;

    public HardwareAddress {
        if (bits >>> (8 * SIZE) != 0) {
            throw new IllegalArgumentException("expected 48 bits");
        }
    }

    /// The address with these six bytes, in network order.
    public static HardwareAddress of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("expected 6 bytes");
        }
        long bits = 0;
        for (byte octet : bytes) {
            bits = (bits << 8) | (octet & 0xff);
        }
        return new HardwareAddress(bits);
    }

    /// The six bytes of the address, in network order.
    public byte[] bytes() {
        var bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (bits >>> (8 * (SIZE - 1 - i)));
        }
        return bytes;
    }

    /// In the usual notation: `02:77:00:00:00:01`.
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(bytes());
    }
}
