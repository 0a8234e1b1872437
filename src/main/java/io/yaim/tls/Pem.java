package io.yaim.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PEM files (RFC 7468). Keys may be in PKCS#8, or in the forms of older OpenSSL: PKCS#1 (RSA) and SEC 1 (EC).
public final class Pem {

    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]+)-----\\s(?<body>.*?)-----END \\k<label>-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /// A block.
    ///
    /// @param label such as `CERTIFICATE`
    /// @param base64 the encoded content
    private record Block(String label, String base64) {

        byte[] der(Path file) throws IOException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": not in base64: " + e.getMessage(), e);
            }
        }
    }

    /// All certificates in the file.
    ///
    /// @throws IOException the file cannot be read or has no certificate
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der(file))));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(file + ": not a certificate: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": contains no PEM certificate");
        }
        return certificates;
    }

    /// The first private key in the file.
    ///
    /// @throws IOException the file cannot be read or has no unencrypted private key
    public static PrivateKey privateKey(Path file) throws IOException {
        for (Block block : blocks(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return fromPkcs8(file, block.der(file));
                }
                case "RSA PRIVATE KEY" -> {
                    return fromPkcs8(file, Pkcs8Wrapper.pkcs8OfRsa(block.der(file)));
                }
                case "EC PRIVATE KEY" -> {
                    return fromPkcs8(file, Pkcs8Wrapper.pkcs8OfEc(block.der(file)));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IOException(file + ": the private key is encrypted, expected an unencrypted one");
                default -> {} // certificates and EC parameters may be in the same file
            }
        }
        throw new IOException(file + ": contains no PEM private key");
    }

    private static PrivateKey fromPkcs8(Path file, byte[] der) throws IOException {
        // The encoding contains the algorithm, but the JDK has no call to read it. So each algorithm is tried.
        IOException none = new IOException(file + ": not a private key of " + String.join(", ", ALGORITHMS));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes, too large for a PEM file");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            if (matcher.group("body").contains("ENCRYPTED")) {
                throw new IOException(file + ": the private key is encrypted, expected an unencrypted one");
            }
            blocks.add(new Block(matcher.group("label"), matcher.group("body")));
        }
        return blocks;
    }
}
