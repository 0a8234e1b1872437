package io.yaim.check.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.yaim.check.CheckFactory.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Verdict;
import io.yaim.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS with a server that requires client certificates.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpsCheckIT {

    private final TestAuthority authority;
    private final WireMockServer server;

    HttpsCheckIT(@TempDir Path folder) throws Exception {
        authority = TestAuthority.in(folder);
        authority.issue("server", "server");
        authority.issue("client", "client");
        authority.writeTrustStore("trust.p12");
        server = serverAt("127.0.0.1");
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Test
    void passesOnlyWithAClientCertificateInAnyKeyForm() throws Exception {
        assertThat(run("client.pem", "client.key")).isEqualTo(new Verdict.Pass());

        authority.openssl("genrsa", "-traditional", "-out", "old.key", "2048");
        authority.sign("old", "client");
        assertThat(run("old.pem", "old.key")).isEqualTo(new Verdict.Pass());

        authority.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "curve.key");
        authority.sign("curve", "client");
        assertThat(run("curve.pem", "curve.key")).isEqualTo(new Verdict.Pass());

        assertThatThrownBy(() -> check("http", trusting(Map.of())).run(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void trustsOnlyTheGivenAuthority() throws Exception {
        Path other = Files.createDirectory(authority.file("other"));
        TestAuthority stranger = TestAuthority.in(other);
        Map<String, Object> options =
                new HashMap<>(trusting(Map.of("cert-file", file("client.pem"), "key-file", file("client.key"))));
        options.put("ca-file", stranger.file("ca.pem").toString());
        assertThatThrownBy(() -> check("http", options).run(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKIX path");
        options.remove("ca-file");
        assertThatThrownBy(() -> check("http", options).run(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKIX path");
    }

    @Test
    void verifiesTheNameOfTheServer() throws Exception {
        Map<String, Object> options =
                new HashMap<>(trusting(Map.of("cert-file", file("client.pem"), "key-file", file("client.key"))));
        WireMockServer elsewhere = serverAt("127.0.0.2");
        options.put("url", "https://127.0.0.2:" + elsewhere.httpsPort() + "/");
        assertThatThrownBy(() -> check("http", options).run(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.2 not verified");
        elsewhere.stop();
    }

    @Test
    void certificateAndKeyMustBeSetTogether() {
        assertThatThrownBy(() -> check("http", trusting(Map.of("cert-file", file("client.pem")))))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("key-file: found nothing, expected cert-file and key-file together");
        assertThatThrownBy(() -> check("http", trusting(Map.of("key-file", file("client.key")))))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("cert-file: found nothing, expected cert-file and key-file together");
    }

    @Test
    void aFileWithWrongContentIsNamed() {
        assertThatThrownBy(() -> run("client.key", "client.key"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("client.key: contains no PEM certificate");
    }

    private WireMockServer serverAt(String address) {
        WireMockServer made = new WireMockServer(options()
                .bindAddress(address)
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(file("server.p12"))
                .keystoreType("PKCS12")
                .keystorePassword("secret")
                .keyManagerPassword("secret")
                .needClientAuth(true)
                .trustStorePath(file("trust.p12"))
                .trustStoreType("PKCS12")
                .trustStorePassword("secret"));
        made.start();
        made.stubFor(any(anyUrl()).willReturn(ok()));
        return made;
    }

    private Verdict run(String certificate, String key) throws Exception {
        return check("http", trusting(Map.of("cert-file", file(certificate), "key-file", file(key))))
                .run(Duration.ofSeconds(20));
    }

    private Map<String, Object> trusting(Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("url", "https://127.0.0.1:" + server.httpsPort() + "/health");
        all.put("ca-file", file("ca.pem"));
        return all;
    }

    private String file(String name) {
        return authority.file(name).toString();
    }
}
