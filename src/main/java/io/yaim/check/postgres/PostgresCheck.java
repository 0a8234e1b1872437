package io.yaim.check.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.yaim.check.Check;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;

/// Runs a query over one connection. The pool reuses the connection and replaces it when it is lost.
///
/// The query also has a time limit on the server, for its transaction only. Otherwise a query that waits for a lock
/// would leave one more server process behind at each interval.
final class PostgresCheck implements Check {

    /// The shortest timeout that the pool accepts. A refused connection is reported after it.
    private static final Duration POOL_WAIT = Duration.ofMillis(250);

    /// class 08 (connection), 57P01 to 57P03 (shut down, not yet up), 53300 (too many connections). 08001
    /// counts only with an [IOException] as cause. Without one it is the driver's own time limit, or a server
    /// of the wrong kind.
    private static final String UNREACHABLE = "08(?!001)...|57P0[123]|53300";

    private static final String QUERY_CANCELED = "57014";

    private final String query;
    private final Optional<String> expected;
    private final HikariDataSource pool;

    PostgresCheck(String name, Properties properties, String query, Optional<String> expected, Duration timeout) {
        this.query = query;
        this.expected = expected;
        this.pool = new HikariDataSource(poolConfig(name, properties, timeout));
    }

    @Override
    public Verdict run(Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Connection connection = connect(deadline)) {
            connection.setNetworkTimeout(Runnable::run, millisUntil(deadline));
            return compare(execute(connection, timeout));
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return verdict(e, timeout);
        }
    }

    @Override
    public void close() {
        // The pool waits for a connection that is being opened. The caller must not.
        Thread.ofPlatform().daemon().name("check-postgres-close").start(pool::close);
    }

    private static HikariConfig poolConfig(String name, Properties properties, Duration timeout) {
        // The driver uses whole seconds. These limits only apply to what the pool does on its own, so they are longer
        // than the time that run waits.
        String seconds = Long.toString(timeout.plusMillis(1999).toSeconds());
        properties.setProperty(PGProperty.CONNECT_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.CANCEL_SIGNAL_TIMEOUT.getName(), seconds);
        // The driver would go on for 10 s with the role that a server had before it was promoted.
        properties.setProperty(PGProperty.HOST_RECHECK_SECONDS.getName(), "0");
        HikariConfig config = new HikariConfig();
        config.setPoolName("check-" + name);
        config.setJdbcUrl("jdbc:postgresql://"); // the host is in the properties
        config.setDriverClassName(org.postgresql.Driver.class.getName());
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        config.setValidationTimeout(POOL_WAIT.toMillis());
        config.setAutoCommit(false);
        return config;
    }

    /// Waits in short steps. The pool retries during the whole wait, and reports only at its end why it failed.
    private Connection connect(long deadline) throws SQLException {
        while (true) {
            try {
                return pool.getConnection();
            } catch (SQLTransientConnectionException e) {
                if (e.getCause() != null
                        || millisUntil(deadline) <= 1
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private Optional<String> execute(Connection connection, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
            statement.setMaxRows(1);
            Optional<String> first = Optional.empty();
            if (statement.execute(query)) {
                try (ResultSet rows = statement.getResultSet()) {
                    first = rows.next() ? Optional.of(String.valueOf(rows.getString(1))) : Optional.empty();
                }
            }
            connection.rollback();
            return first;
        }
    }

    private Verdict compare(Optional<String> answer) {
        if (expected.isEmpty() || answer.equals(expected)) {
            return new Verdict.Pass();
        }
        return new Verdict.Fail("query returned "
                + answer.map(text -> "'" + text + "'").orElse("no row") + ", expected '" + expected.get() + "'");
    }

    private static Verdict verdict(SQLException failure, Duration timeout) throws IOException {
        // The pool wraps the error of the driver. Without a cause, the driver did not report any error in time.
        SQLException driverFailure =
                failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                        ? cause
                        : failure;
        Throwable root = driverFailure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean isTimeout = root instanceof SocketTimeoutException || root instanceof SQLTransientConnectionException;
        if (isTimeout || QUERY_CANCELED.equals(driverFailure.getSQLState())) {
            return new Verdict.Fail("no answer from the database within " + timeout.toMillis() + " ms");
        }
        String message = String.valueOf(driverFailure.getMessage());
        if (root instanceof IOException
                || String.valueOf(driverFailure.getSQLState()).matches(UNREACHABLE)) {
            throw new IOException(message, failure);
        }
        return new Verdict.Fail(message);
    }

    private static int millisUntil(long deadline) {
        return (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }
}
