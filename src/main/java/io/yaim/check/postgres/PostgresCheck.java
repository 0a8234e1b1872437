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

/// Asks over one connection that the pool keeps, and replaces when it is lost.
///
/// The query has a time limit on the server as well, set for its transaction only: without it, a query that
/// waits for a lock would leave one more server process behind at each interval.
final class PostgresCheck implements Check {

    /// The shortest wait that the pool takes. A refused connection is known when it is over.
    private static final Duration POOL_WAIT = Duration.ofMillis(250);

    /// class 08 (connection), 57P01 to 57P03 (shut down, not yet up), 53300 (too many connections). 08001
    /// counts only with an [IOException] behind it: by itself it is the driver's own limit, or a server that is
    /// not of the kind asked for.
    private static final String NOT_ASKED = "08(?!001)...|57P0[123]|53300";

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
            return judge(ask(connection, timeout));
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return verdict(e, timeout);
        }
    }

    @Override
    public void close() {
        // The pool waits for a connection that is just being made; who ends must not.
        Thread.ofPlatform().daemon().name("check-postgres-close").start(pool::close);
    }

    private static HikariConfig poolConfig(String name, Properties properties, Duration timeout) {
        // The driver counts in whole seconds. These only bound what the pool goes on doing by itself, so they are
        // longer than what run waits for.
        String seconds = Long.toString(timeout.plusMillis(1999).toSeconds());
        properties.setProperty(PGProperty.CONNECT_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), seconds);
        properties.setProperty(PGProperty.CANCEL_SIGNAL_TIMEOUT.getName(), seconds);
        HikariConfig config = new HikariConfig();
        config.setPoolName("check-" + name);
        config.setJdbcUrl("jdbc:postgresql://"); // where to is in the properties
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

    /// Waits in short turns: the pool goes on trying for as long as one waits, and tells only then why it could
    /// not.
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

    private Optional<String> ask(Connection connection, Duration timeout) throws SQLException {
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

    private Verdict judge(Optional<String> answer) {
        if (expected.isEmpty() || answer.equals(expected)) {
            return new Verdict.Pass();
        }
        return new Verdict.Fail("query gave "
                + answer.map(text -> "'" + text + "'").orElse("no row") + ", expected '" + expected.get() + "'");
    }

    private static Verdict verdict(SQLException failure, Duration timeout) throws IOException {
        // The pool wraps what the driver said; alone, it means that it could not even say something in time.
        SQLException said =
                failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                        ? cause
                        : failure;
        Throwable root = said;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        boolean silent = root instanceof SocketTimeoutException || root instanceof SQLTransientConnectionException;
        if (silent || QUERY_CANCELED.equals(said.getSQLState())) {
            return new Verdict.Fail("no answer from the database within " + timeout.toMillis() + " ms");
        }
        String message = String.valueOf(said.getMessage());
        if (root instanceof IOException || String.valueOf(said.getSQLState()).matches(NOT_ASKED)) {
            throw new IOException(message, failure);
        }
        return new Verdict.Fail(message);
    }

    private static int millisUntil(long deadline) {
        return (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }
}
