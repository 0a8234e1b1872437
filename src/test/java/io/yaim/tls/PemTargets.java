package io.yaim.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Fuzz target: PEM files with certificates and keys.
public final class PemTargets {

    private static final byte[] SEC1 = {0x30, 0x0e, 2, 1, 1, 4, 2, 7, 7, (byte) 0xa0, 5, 6, 3, 0x2b, (byte) 0x81, 4};

    private static final List<String> SNIPPETS = List.of(
            "-----BEGIN PRIVATE KEY-----\n",
            "-----END PRIVATE KEY-----\n",
            "-----",
            "=",
            "==",
            "MII",
            "\n",
            "ENCRYPTED",
            "A",
            "MIIBAAEA".repeat(200));

    private PemTargets() {}

    /// All targets of PEM files.
    ///
    /// @param folder a folder for temporary files
    public static List<Target> in(Path folder) {
        List<String> seeds = List.of("CERTIFICATE", "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY").stream()
                .map(label -> "-----BEGIN " + label + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(SEC1) + "\n-----END " + label + "-----\n")
                .toList();
        return List.of(new Target(
                "PEM file",
                1000,
                Mutator.ofBytes(seeds, SNIPPETS, 10_000),
                text -> check(Files.writeString(folder.resolve("garbage.pem"), text, StandardCharsets.ISO_8859_1))));
    }

    private static void check(Path file) {
        try {
            assertThat(Pem.privateKey(file)).isNotNull();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            assertThat(Pem.certificates(file)).isNotEmpty();
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        }
    }
}
