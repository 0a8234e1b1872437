package io.yaim.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Wraps older forms of private keys into PKCS#8 (RFC 5208), with as much DER (X.690) as that needs.
final class Pkcs8Wrapper {

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    /// 1.2.840.113549.1.1.1, NULL (RFC 8017)
    private static final byte[] RSA = {0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0};
    /// 1.2.840.10045.2.1 (RFC 5480)
    private static final byte[] EC = {0x06, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Pkcs8Wrapper() {}

    static byte[] pkcs8OfRsa(byte[] pkcs1) throws IOException {
        return encode(SEQUENCE, VERSION_0, encode(SEQUENCE, RSA), encode(OCTET_STRING, pkcs1));
    }

    /// RFC 5915: SEQUENCE { version, OCTET STRING, [0] curve, [1] public key }. The curve is moved to its place in
    /// PKCS#8.
    static byte[] pkcs8OfEc(byte[] sec1) throws IOException {
        Reader fields = new Reader(new Reader(sec1).read(SEQUENCE));
        fields.read(INTEGER);
        fields.read(OCTET_STRING);
        byte[] curve = fields.read(PARAMETERS);
        return encode(SEQUENCE, VERSION_0, encode(SEQUENCE, EC, curve), encode(OCTET_STRING, sec1));
    }

    private static byte[] encode(int tag, byte[]... parts) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.write(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        content.writeTo(out);
        return out.toByteArray();
    }

    /// Reads consecutive values.
    private static final class Reader {

        private final byte[] der;
        private int position;

        Reader(byte[] der) {
            this.der = der;
        }

        /// The content of the next value, which must have this tag.
        byte[] read(int tag) throws IOException {
            if (next() != tag) {
                throw new IOException("not an elliptic curve private key");
            }
            int length = next();
            if (length > 0x80) {
                int bytes = length - 0x80;
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | next();
                }
            }
            if (length < 0 || length > der.length - position) {
                throw new IOException("the private key is truncated");
            }
            byte[] content = new byte[length];
            System.arraycopy(der, position, content, 0, length);
            position += length;
            return content;
        }

        private int next() throws IOException {
            if (position >= der.length) {
                throw new IOException("the private key is truncated");
            }
            return der[position++] & 0xFF;
        }
    }
}
