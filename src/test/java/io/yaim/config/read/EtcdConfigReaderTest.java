package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.ConfigFixture;
import io.yaim.config.Stores;
import io.yaim.setting.ConfigException;
import io.yaim.store.etcd.ConfiguredEtcd;
import io.yaim.store.etcd.EtcdSettings;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EtcdConfigReaderTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://10.0.0.1:2379                      | http://10.0.0.1:2379",
                "10.0.0.1:2379,etcd2:4001                  | http://10.0.0.1:2379 http://etcd2:4001",
                "[http://a:1, 'http://b:2/']               | http://a:1 http://b:2",
                "'https://[fd00::1]:2379, https://etcd3'   | https://[fd00::1]:2379 https://etcd3:2379",
                "localhost                                 | http://localhost:2379"
            })
    void takesEndpointsAsListOrWithCommas(String written, String endpoints) throws ConfigException {
        assertThat(Stores.etcd(configFixture.onLo("dcs-endpoints: " + written)).endpoints())
                .map(URI::toString)
                .containsExactly(endpoints.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a:1,https://b:2",
                "ftp://a:1",
                "http://etcd_1:2379",
                "http://a:1/v2",
                "http://a:0",
                "http://a:70000",
                "http://a:1,",
                ",",
                "http://",
                "http://a b:1",
                "http://a:1?x",
                "a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1,a:1"
            })
    void refusesWhatIsNoEndpoint(String written) {
        assertThat(configFixture.mistakesOnLo("dcs-endpoints: '" + written + "'"))
                .containsExactly("yaim.yml:2: dcs-endpoints: found \"" + written + "\", expected 1 to 16 of"
                        + " http://host:port, https://host:port or host:port, all http or all https, without user;"
                        + " host names have no _");
    }

    @Test
    void showsTheEndpointsOfAListWithoutTheirPasswords() {
        assertThat(configFixture.mistakesOnLo("dcs-endpoints: [http://a:1, 'https://u:geheim@b:2']"))
                .containsExactly(
                        "yaim.yml:2: dcs-endpoints: found the list [http://a:1, https://***@b:2], expected 1 to"
                                + " 16 of http://host:port, https://host:port or host:port, all http or all https, without user;"
                                + " host names have no _");
    }

    @ParameterizedTest
    @CsvSource({
        "/service/, yaim, /service/yaim/",
        "service, yaim, /service/yaim/",
        "//a//b/, /c/, /a/b/c/",
        "/, yaim, /yaim/"
    })
    void putsTheKeysWhereTheSlashesMatterNot(String namespace, String cluster, String prefix) throws ConfigException {
        assertThat(configFixture
                        .onLo("dcs-namespace: " + namespace, "dcs-clustername: " + cluster)
                        .keyPrefix())
                .isEqualTo(prefix);
    }

    @Test
    void refusesNamesThatAreNoKeys() {
        assertThat(configFixture.mistakesOnLo("dcs-namespace: 'a b'", "dcs-clustername: /"))
                .containsExactly(
                        "yaim.yml:2: dcs-namespace: found \"a b\", expected 1 to 200 of A-Z a-z 0-9 . _ - and /",
                        "yaim.yml:3: dcs-clustername: found \"/\", expected 1 to 200 of A-Z a-z 0-9 . _ - and /,"
                                + " not all of them /");
    }

    @Test
    void wantsUserAndPasswordTogether() {
        assertThat(configFixture.mistakesOnLo("etcd-user: root"))
                .containsExactly("yaim.yml:2: etcd-user: found without etcd-password, expected both or neither");
        assertThat(configFixture.mistakesOnLo("etcd_password: geheim"))
                .containsExactly("yaim.yml:2: etcd_password: found without etcd-user, expected both or neither");
    }

    @Test
    void wantsCertificateKeyAndCaTogether() {
        Path pem = configFixture.write("a.pem", "pem");
        assertThat(configFixture.mistakesOnLo("etcd-cert-file: " + pem))
                .containsExactly(
                        "yaim.yml:2: etcd-cert-file: found without etcd-key-file, expected certificate, key and CA together",
                        "yaim.yml:2: etcd-cert-file: found without etcd-ca-file, expected certificate, key and CA together");
        assertThat(configFixture.mistakesOnLo("etcd-key-file: " + pem))
                .containsExactly("yaim.yml:2: etcd-key-file: found without etcd-cert-file, expected both or neither");
    }

    @Test
    void wantsFilesThatCanBeRead() {
        assertThat(configFixture.mistakesOnLo("etcd-ca-file: " + folder.resolve("none.pem")))
                .containsExactly("yaim.yml:2: etcd-ca-file: found \"none.pem\", expected a file that can be read");
    }

    @Test
    void takesCertificates() throws ConfigException {
        Path ca = configFixture.write("ca.pem", "pem");
        Path cert = configFixture.write("cert.pem", "pem");
        Path key = configFixture.write("key.pem", "pem");
        ConfiguredEtcd etcd = Stores.etcd(configFixture.onLo(
                "dcs-endpoints: https://a:1",
                "etcd-ca-file: " + ca,
                "etcd-cert-file: " + cert,
                "etcd-key-file: " + key));
        assertThat(etcd.usesTls()).isTrue();
        assertThat(etcd.caFile()).contains(ca);
        assertThat(etcd.identity()).contains(new EtcdSettings.Identity(cert, key));
    }

    @Test
    void warnsOfCertificatesAndPasswordsWithoutTls() throws ConfigException {
        Path ca = configFixture.write("ca.pem", "pem");
        assertThat(configFixture.inFolder(configFixture
                        .onLo(
                                "etcd-ca-file: " + ca,
                                "etcd-user: u",
                                "etcd-password: p",
                                "checker-type: shell",
                                "shell-command: 'true'")
                        .warnings()))
                .containsExactly(
                        "yaim.yml:2: etcd-ca-file: not used: no endpoint in dcs-endpoints begins with https://",
                        "yaim.yml:3: etcd-user: the password goes over the network in clear: no endpoint in"
                                + " dcs-endpoints begins with https://");
    }
}
