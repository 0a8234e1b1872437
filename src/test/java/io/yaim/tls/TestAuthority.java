package io.yaim.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority in a folder, made with openssl. Its certificates are valid for `localhost` and 127.0.0.1.
public final class TestAuthority {

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /// Creates an authority, with `ca.pem` and `ca.key` in the folder.
    public static TestAuthority in(Path folder) throws IOException, InterruptedException {
        TestAuthority authority = new TestAuthority(folder);
        authority.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
        return authority;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /// Creates `<name>.pem` and `<name>.key` (PKCS#8, elliptic curve), and `<name>.p12` with both and the password
    /// `secret`.
    public void issue(String name, String commonName) throws IOException, InterruptedException {
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", name + ".key");
        sign(name, commonName);
        openssl(
                "pkcs12",
                "-export",
                "-in",
                name + ".pem",
                "-inkey",
                name + ".key",
                "-out",
                name + ".p12",
                "-passout",
                "pass:secret");
    }

    /// Creates `<name>.pem` for the key in `<name>.key`.
    public void sign(String name, String commonName) throws IOException, InterruptedException {
        Files.writeString(file(name + ".ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + commonName, "-out", name + ".csr");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
    }

    /// Writes the authority's certificate as a trust store with the password `secret`.
    public void writeTrustStore(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", Pem.certificates(file("ca.pem")).getFirst());
        try (OutputStream out = Files.newOutputStream(file(name))) {
            store.store(out, "secret".toCharArray());
        }
    }

    public void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + output);
        }
    }
}
