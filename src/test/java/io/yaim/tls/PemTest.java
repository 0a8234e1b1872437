package io.yaim.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PemTest {

    private final Path folder;
    private final TestAuthority authority;

    PemTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.authority = TestAuthority.in(folder);
    }

    @Test
    void readsAnRsaKeyInBothForms() throws Exception {
        authority.openssl("genrsa", "-traditional", "-out", "old.key", "2048");
        authority.openssl("pkcs8", "-topk8", "-nocrypt", "-in", "old.key", "-out", "new.key");
        assertThat(Files.readString(folder.resolve("old.key"))).contains("BEGIN RSA PRIVATE KEY");
        assertThat(key("old.key")).isEqualTo(key("new.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
    void readsAnEllipticCurveKeyInBothForms(String curve) throws Exception {
        authority.openssl("ecparam", "-name", curve, "-genkey", "-out", "old.key");
        authority.openssl("pkcs8", "-topk8", "-nocrypt", "-in", "old.key", "-out", "new.key");
        assertThat(Files.readString(folder.resolve("old.key"))).contains("BEGIN EC PRIVATE KEY");
        ECPrivateKey old = (ECPrivateKey) key("old.key");
        ECPrivateKey now = (ECPrivateKey) key("new.key");
        assertThat(old.getS()).isEqualTo(now.getS());
        assertThat(old.getParams().getCurve()).isEqualTo(now.getParams().getCurve());
    }

    @Test
    void readsAnEdwardsKey() throws Exception {
        authority.openssl("genpkey", "-algorithm", "ED25519", "-out", "ed.key");
        assertThat(key("ed.key").getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void readsAChainAndAKeyInOneFile() throws Exception {
        authority.issue("node", "node");
        Path all = folder.resolve("all.pem");
        Files.writeString(
                all,
                "Some words before\n"
                        + Files.readString(folder.resolve("node.pem"))
                        + Files.readString(folder.resolve("ca.pem"))
                        + Files.readString(folder.resolve("node.key")));
        assertThat(Pem.certificates(all))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=node", "CN=test authority");
        assertThat(Pem.privateKey(all)).isEqualTo(key("node.key"));
    }

    @Test
    void anEncryptedKeyIsReported() throws Exception {
        authority.openssl("genrsa", "-aes128", "-passout", "pass:secret", "-out", "locked.key", "2048");
        authority.openssl("genrsa", "-traditional", "-aes128", "-passout", "pass:secret", "-out", "old.key", "2048");
        for (String name : new String[] {"locked.key", "old.key"}) {
            assertThatThrownBy(() -> key(name))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name + ": the private key is encrypted");
        }
    }

    @Test
    void aMissingKeyOrCertificateIsReported() throws Exception {
        assertThatThrownBy(() -> key("ca.pem")).hasMessageContaining("ca.pem: contains no PEM private key");
        assertThatThrownBy(() -> Pem.certificates(folder.resolve("ca.key")))
                .hasMessageContaining("ca.key: contains no PEM certificate");
        assertThatThrownBy(() -> key("none.key")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"})
    void invalidContentIsRejected(String label) throws Exception {
        Path file = folder.resolve("garbage.pem");
        Files.writeString(file, "-----BEGIN " + label + "-----\nMIIBOgIBAAJBAKj3\n-----END " + label + "-----\n");
        ThrowingCallable read = label.equals("CERTIFICATE") ? () -> Pem.certificates(file) : () -> Pem.privateKey(file);
        assertThatThrownBy(read).isInstanceOf(IOException.class);
    }

    @Test
    void invalidBase64IsRejected() throws Exception {
        Path file = Files.writeString(
                folder.resolve("cut.key"), "-----BEGIN PRIVATE KEY-----\nMIIA=-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Pem.privateKey(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": not in base64");
    }

    @Test
    void aTooLargeFileIsRejected() throws Exception {
        Files.write(folder.resolve("huge.pem"), new byte[2 << 20]);
        assertThatThrownBy(() -> key("huge.pem")).hasMessageContaining("larger than");
    }

    @Test
    void anUnusableFileIsNamed() {
        Optional<Path> notAuthorities = Optional.of(folder.resolve("ca.key"));
        assertThatThrownBy(() -> TlsMaterial.of(notAuthorities, Optional.empty()))
                .hasMessageContaining("ca.key");
    }

    private PrivateKey key(String name) throws IOException {
        return Pem.privateKey(folder.resolve(name));
    }
}
