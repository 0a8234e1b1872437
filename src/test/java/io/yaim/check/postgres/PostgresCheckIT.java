package io.yaim.check.postgres;

import static io.yaim.check.CheckFactory.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.check.Check;
import io.yaim.check.CheckProviders;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Verdict;
import io.yaim.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The check with a real server that is queried, stopped and frozen.
@Timeout(360)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresCheckIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(80);
    private static final Verdict PASS = new Verdict.Pass();

    private final TestAuthority authority;
    private final PostgresServer server;

    PostgresCheckIT(@TempDir Path folder) throws Exception {
        // The server's user must be able to read it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        authority = TestAuthority.in(folder);
        server = PostgresServer.start(folder, authority);
    }

    @AfterAll
    void stop() throws Exception {
        server.end();
    }

    @Test
    void acceptsEachFormOfTheUrl() throws Exception {
        for (String url : new String[] {
            url("postgres", ""),
            url("postgresql", "?application_name=probe&connect_timeout=3"),
            "postgres://127.0.0.1:" + server.port() + "/?user=postgres",
            "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres",
            "host=127.0.0.1 port=" + server.port() + " dbname=postgres user='postgres'",
        }) {
            assertThat(run(Map.of("conn-url", url))).as(url).isEqualTo(PASS);
        }
    }

    /// A server that is first a primary, then read-only, then a primary again.
    @Test
    void followsTheRoleOfTheServer() throws Exception {
        assertThat(passingTargets()).containsExactly("any", "read-write", "primary", "prefer-standby");
        server.psql("ALTER SYSTEM SET default_transaction_read_only = on");
        server.psql("SELECT pg_reload_conf()");
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(passingTargets()).containsExactly("any", "read-only", "standby", "prefer-standby"));
        server.psql("ALTER SYSTEM RESET default_transaction_read_only");
        server.psql("SELECT pg_reload_conf()");
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(passingTargets()).containsExactly("any", "read-write", "primary", "prefer-standby"));
    }

    private List<String> passingTargets() throws Exception {
        var passing = new ArrayList<String>();
        for (String target : List.of("any", "read-write", "read-only", "primary", "standby", "prefer-standby")) {
            if (run(Map.of("conn-url", url("postgres", "?target_session_attrs=" + target)))
                    .equals(PASS)) {
                passing.add(target);
            }
        }
        return passing;
    }

    @Test
    void comparesTheFirstColumnOfTheFirstRow() throws Exception {
        Map<String, Object> question = Map.of("query", "SELECT n > 1, 'x' FROM generate_series(2, 9) n");
        assertThat(run(question, Map.of("expected-response", "t"))).isEqualTo(PASS);
        assertThat(run(question, Map.of("postgres-exprected-response", "t"))).isEqualTo(PASS);
        assertThat(run(question, Map.of("expected-response", "f")))
                .isEqualTo(new Verdict.Fail("query returned 't', expected 'f'"));
        assertThat(run(Map.of("query", "SELECT 1 WHERE false", "expected-response", "1")))
                .isEqualTo(new Verdict.Fail("query returned no row, expected '1'"));
        assertThat(run(Map.of("query", "SELECT NULL", "expected-response", "1")))
                .isEqualTo(new Verdict.Fail("query returned 'null', expected '1'"));
        assertThat(run(Map.of("query", "SELECT pg_is_in_recovery()", "expected-response", "f")))
                .isEqualTo(PASS);
    }

    @Test
    void anInvalidQueryFailsAtOnce() throws Exception {
        assertThat(run(Map.of("query", "SELECT * FROM nowhere")))
                .asString()
                .contains("relation \"nowhere\" does not exist");
    }

    @Test
    void usesThePasswordOfTheOptionsOrTheUrl() throws Exception {
        assertThat(run(Map.of("user", "app", "password", "s3cret"))).isEqualTo(PASS);
        assertThat(run(Map.of("conn-url", "postgres://app:s3cret@127.0.0.1:" + server.port() + "/postgres")))
                .isEqualTo(PASS);
        assertThat(run(Map.of("user", "app", "password", "wrong")))
                .asString()
                .contains("password authentication failed for user \"app\"");
    }

    @Test
    void verifiesTheServerAndUsesAClientCertificate() throws Exception {
        Map<String, Object> identity = Map.of(
                "user", "cert",
                "cert-file", authority.file("cert.pem").toString(),
                "key-file", authority.file("cert.key").toString());
        assertThat(run(identity, Map.of("ca-file", authority.file("ca.pem").toString())))
                .isEqualTo(PASS);
        assertThat(run(identity)).as("without an authority for verification").isEqualTo(PASS);
        assertThat(run(Map.of("user", "cert"))).as("without a certificate").isInstanceOf(Verdict.Fail.class);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        Path folder = Files.createTempDirectory("stranger");
        TestAuthority stranger = TestAuthority.in(folder);
        Map<String, Object> options = Map.of("ca-file", stranger.file("ca.pem").toString());
        assertThatThrownBy(() -> run(options)).isInstanceOf(IOException.class).hasMessageContaining("PKIX path");
    }

    @Test
    void throwsWhileTheServerIsDownAndRecovers() throws Exception {
        try (Check check = check(Map.of(), TIMEOUT)) {
            assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
            server.down();
            assertThatThrownBy(() -> check.run(TIMEOUT))
                    .as("the session was lost")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> check.run(TIMEOUT))
                    .as("no new session is possible")
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("refused");
            server.up();
            assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
        }
    }

    @Test
    void recoversFromASessionThatTheServerEnded() throws Exception {
        try (Check check = check(Map.of(), TIMEOUT)) {
            assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
            server.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yaim'");
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> check.run(TIMEOUT).equals(PASS));
        }
    }

    @Test
    void failsInTimeWhileTheServerIsFrozenAndRecovers() throws Exception {
        try (Check check = check(Map.of(), Duration.ofSeconds(1));
                Check fresh = check(Map.of(), Duration.ofSeconds(1))) {
            assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
            server.signal("STOP");
            try {
                for (Check frozen : new Check[] {check, fresh}) {
                    long start = System.nanoTime();
                    assertThat(frozen.run(Duration.ofSeconds(1)))
                            .isEqualTo(new Verdict.Fail("no answer from the database within 1000 ms"));
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
                }
            } finally {
                server.signal("CONT");
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> check.run(TIMEOUT).equals(PASS));
        }
    }

    @Test
    void aQueryThatTimesOutEndsOnTheServer() throws Exception {
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
        Duration timeout = Duration.ofMillis(500);
        try (Check check = check(Map.of("query", "SELECT pg_sleep(100)"), timeout)) {
            for (int i = 0; i < 3; i++) {
                assertThat(check.run(timeout)).asString().contains("no answer from the database within 500 ms");
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> server.psql(waiting + " AND state = 'active'").equals("0"));
        }
    }

    @Test
    void usesAtMostOneSession() throws Exception {
        String sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'counted'";
        Map<String, Object> options = Map.of("conn-url", url("postgres", "?application_name=counted"));
        try (Check check = check(options, TIMEOUT)) {
            for (int i = 0; i < 20; i++) {
                assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
            }
            assertThat(server.psql(sessions)).isEqualTo("1");
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> server.psql(sessions).equals("0"));
    }

    @Test
    void closesAtOnceEvenIfTheServerIsFrozen() throws Exception {
        Check check = check(Map.of(), Duration.ofSeconds(10));
        assertThat(check.run(TIMEOUT)).isEqualTo(PASS);
        server.signal("STOP");
        try {
            long start = System.nanoTime();
            check.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        } finally {
            server.signal("CONT");
        }
    }

    @Test
    void anInvalidUrlIsRejectedWithoutShowingIt() {
        for (String url : new String[] {
            "mysql://me:s3cret@h/db", "postgres://me:s3cret@h:port/db", "host=/run/postgresql",
                    "jdbc:postgresql://h:x/s3cret",
            "s3cret", "postgres://me:s3cret@h/db?novalue", "postgres://%2Frun%2Fpostgresql/db", "host=h s3cret",
        }) {
            assertThatThrownBy(() -> run(Map.of("conn-url", url)))
                    .as(url)
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageStartingWith("conn-url: found ")
                    .hasMessageNotContaining("s3cret");
        }
    }

    private String url(String scheme, String parameters) {
        return scheme + "://postgres@127.0.0.1:" + server.port() + "/postgres" + parameters;
    }

    private Verdict run(Map<String, Object> some, Map<String, Object> others) throws Exception {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(others);
        return run(all);
    }

    private Verdict run(Map<String, Object> options) throws Exception {
        try (Check check = check(options, TIMEOUT)) {
            return check.run(TIMEOUT);
        }
    }

    private Check check(Map<String, Object> options, Duration timeout) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("conn-url", url("postgres", "")));
        all.putAll(options);
        return CheckProviders.builtIn()
                .create(settings("postgres", all, timeout))
                .check();
    }
}
