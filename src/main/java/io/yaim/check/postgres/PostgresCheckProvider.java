package io.yaim.check.postgres;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;

/// The type `postgres`: a query returns the expected result.
public final class PostgresCheckProvider implements CheckProvider {

    // Referenced here, because java.util.logging forgets the level of a logger without references. The reason of the
    // check contains what they warn about.
    private static final List<Logger> SILENCED =
            List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.postgresql"));

    static final Option CONN_URL = Option.required(
                    "conn-url", Option.Kind.SECRET, "the database, as postgres://user@host:port/database or a JDBC URL")
            .withExample("postgres://127.0.0.1:5432/postgres");
    private static final Option QUERY =
            Option.standard("query", Option.Kind.STRING, "SELECT 1", "the query; it runs in a transaction");
    private static final Option USER = Option.optional(
                    "user", Option.Kind.STRING, "user name, instead of the one in conn-url")
            .withExample("monitor");
    private static final Option PASSWORD = Option.optional(
                    "password", Option.Kind.SECRET, "password, instead of the one in conn-url")
            .withExample("\"not this one\"");
    private static final Option CA_FILE = Option.optional(
                    "ca-file",
                    Option.Kind.FILE,
                    "PEM certificates to trust; the server's name is verified unless sslmode is set")
            .withExample("/etc/yaim/ca.pem");
    private static final Option CERT_FILE = Option.optional("cert-file", Option.Kind.FILE, "PEM client certificate")
            .withExample("/etc/yaim/node1.pem");
    private static final Option KEY_FILE = Option.optional("key-file", Option.Kind.FILE, "PEM key of cert-file")
            .withExample("/etc/yaim/node1-key.pem");
    private static final Option EXPECTED_RESPONSE = Option.optional(
                    "expected-response", Option.Kind.STRING, "the first column of the first row that passes, as text")
            .withExample("1")
            .alsoSpelt("exprected-response");

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public List<Option> options() {
        return List.of(CONN_URL, QUERY, USER, PASSWORD, CA_FILE, CERT_FILE, KEY_FILE, EXPECTED_RESPONSE);
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        SILENCED.forEach(PostgresCheckProvider::silence);
        Properties properties = ConnectionString.parse(settings.required(CONN_URL));
        settings.text(USER).ifPresent(user -> PGProperty.USER.set(properties, user));
        settings.text(PASSWORD).ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        setTls(settings, properties);
        // A pooler such as pgbouncer may send each statement to another server, which does not have the prepared
        // statements.
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        if (PGProperty.APPLICATION_NAME.getOrNull(properties) == null) {
            PGProperty.APPLICATION_NAME.set(properties, "yaim");
        }
        return new PostgresCheck(
                settings.name(),
                properties,
                settings.required(QUERY),
                settings.text(EXPECTED_RESPONSE),
                settings.pace().timeout());
    }

    private static void setTls(CheckSettings settings, Properties properties) throws InvalidOptionException {
        Optional<Path> authorities = settings.file(CA_FILE);
        Optional<TlsMaterial.Identity> identity = settings.identity(CERT_FILE, KEY_FILE);
        authorities.ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()));
        identity.ifPresent(files -> {
            PGProperty.SSL_CERT.set(properties, files.certificates().toString());
            PGProperty.SSL_KEY.set(properties, files.key().toString());
        });
        if (PGProperty.SSL_MODE.getOrNull(properties) == null && (authorities.isPresent() || identity.isPresent())) {
            PGProperty.SSL_MODE.set(
                    properties, (authorities.isPresent() ? SslMode.VERIFY_FULL : SslMode.REQUIRE).value);
        }
        if (PGProperty.SSL_FACTORY.getOrNull(properties) == null) {
            PGProperty.SSL_FACTORY.set(properties, PemSocketFactory.class.getName());
            requireUsable(properties);
        }
    }

    private static void requireUsable(Properties properties) throws InvalidOptionException {
        try {
            var _ = PemSocketFactory.tls(properties);
        } catch (IOException | GeneralSecurityException | PSQLException e) {
            throw new InvalidOptionException(
                    "ca-file, cert-file, key-file, sslmode", String.valueOf(e.getMessage()), "PEM files, a known mode");
        }
    }

    private static void silence(Logger logger) {
        if (logger.getLevel() == null) {
            logger.setLevel(Level.OFF);
        }
    }
}
