package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.failsFor;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.lab.Etcd;
import io.yaim.lab.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that speaks TLS alone, and only with those whose certificate it knows.
final class EtcdTlsIT {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    private static Path directory;

    private static Etcd etcd;

    @BeforeAll
    static void start() throws Exception {
        authority("ca");
        authority("other");
        certificate("server", "IP:127.0.0.1");
        certificate("elsewhere", "DNS:etcd.example");
        certificate("client", "DNS:client");
        etcd = etcd("server");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    private static Etcd etcd(String name) throws Exception {
        return Etcd.start(
                "--unsafe-no-fsync",
                "--cert-file=" + file(name + ".crt"),
                "--key-file=" + file(name + ".key"),
                "--client-cert-auth",
                "--trusted-ca-file=" + file("ca.crt"));
    }

    private static Path file(String name) {
        return directory.resolve(name);
    }

    private static void authority(String name) throws IOException {
        Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".crt").toString());
    }

    private static void certificate(String name, String alternative) throws IOException {
        certificate(
                name,
                alternative,
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                file(name + ".key").toString());
    }

    private static void certificate(String name, String alternative, String... key) throws IOException {
        String request = file(name + ".csr").toString();
        Path extensions = file(name + ".ext");
        Files.writeString(extensions, "subjectAltName=" + alternative + "\n");
        var line = new ArrayList<>(List.of("openssl", "req", "-new", "-subj", "/CN=" + name, "-out", request));
        line.addAll(List.of(key));
        Shell.run(line.toArray(String[]::new));
        Shell.run(
                "openssl",
                "x509",
                "-req",
                "-in",
                request,
                "-days",
                "2",
                "-CA",
                file("ca.crt").toString(),
                "-CAkey",
                file("ca.key").toString(),
                "-CAcreateserial",
                "-extfile",
                extensions.toString(),
                "-out",
                file(name + ".crt").toString());
    }

    private static EtcdSettings settings(Etcd server, String authority, Optional<String> client) {
        return new EtcdSettings(
                List.of(URI.create(server.endpoint())),
                Optional.empty(),
                Optional.of(file(authority + ".crt")),
                client.map(name -> new EtcdSettings.Identity(file(name + ".crt"), file(name + ".key"))),
                KEYS,
                TIMEOUT);
    }

    private static void failsWith(EtcdSettings settings, String reason) throws Exception {
        try (EtcdStore store = open(settings)) {
            failsFor(reason, () -> store.obtainLease(TTL));
        }
    }

    @Test
    void speaksWithAnEtcdThatBothSidesTrust() throws Exception {
        try (EtcdStore store = open(settings(etcd, "ca", Optional.of("client")))) {
            var self = joinAsNode(store, "a", TTL);
            assertThat(eventually(Duration.ofSeconds(5), () -> store.renew(self.lease())))
                    .isEqualTo(TTL);
            assertThat(eventually(Duration.ofSeconds(5), store::warning))
                    .hasValueSatisfying(text -> assertThat(text).contains("etcd 3."));
        }
    }

    /// As `openssl rsa -traditional` and older versions of OpenSSL write them.
    @Test
    void takesAKeyInPkcs1() throws Exception {
        Files.copy(file("client.crt"), file("pkcs1.crt"));
        Shell.run(
                "openssl",
                "rsa",
                "-traditional",
                "-in",
                file("client.key").toString(),
                "-out",
                file("pkcs1.key").toString());
        assertThat(Files.readString(file("pkcs1.key"))).contains("BEGIN RSA PRIVATE KEY");
        assertJoins("pkcs1");
    }

    /// As `openssl ecparam -genkey` writes them, with the curve before the key.
    @Test
    void takesAKeyInSec1() throws Exception {
        Shell.run(
                "openssl",
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-out",
                file("sec1.key").toString());
        assertThat(Files.readString(file("sec1.key"))).contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
        certificate("sec1", "DNS:client", "-key", file("sec1.key").toString());
        assertJoins("sec1");
    }

    private static void assertJoins(String client) throws Exception {
        try (EtcdStore store = open(settings(etcd, "ca", Optional.of(client)))) {
            assertThat(joinAsNode(store, client, TTL).lease()).isNotNull();
        }
    }

    @Test
    void refusesAnAuthorityThatItDoesNotTrust() throws Exception {
        failsWith(settings(etcd, "other", Optional.of("client")), "certification path");
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        try (Etcd elsewhere = etcd("elsewhere")) {
            failsWith(settings(elsewhere, "ca", Optional.of("client")), "127.0.0.1");
        }
    }

    @Test
    void isRefusedWithoutACertificate() throws Exception {
        failsWith(settings(etcd, "ca", Optional.empty()), "etcd join at https://127.0.0.1");
    }

    @Test
    void aMissingFileIsNamedAtOnce() {
        assertThatThrownBy(() -> open(settings(etcd, "ca", Optional.of("nobody"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody.crt");
    }

    @Test
    void aFileThatIsNoCertificateIsNamedAtOnce() {
        assertThatThrownBy(
                        () -> open(settings(etcd, "client", Optional.of("ca"))).obtainLease(TTL))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(new EtcdSettings(
                        List.of(URI.create("https://a:1")),
                        Optional.empty(),
                        Optional.of(file("ca.key")),
                        Optional.empty(),
                        KEYS,
                        TIMEOUT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca.key");
    }
}
