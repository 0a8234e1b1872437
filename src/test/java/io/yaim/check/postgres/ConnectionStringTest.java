package io.yaim.check.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.check.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionStringTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"postgres://%@h/base", "postgres://u:%zz@h/base", "postgres://h/%4", "postgres://h/b?a=%g0"})
    void anInvalidEscapeIsRejected(String url) {
        assertThatThrownBy(() -> ConnectionString.parse(url))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("percent sign");
    }

    @ParameterizedTest
    @CsvSource({
        "any, any",
        "read-write, primary",
        "read-only, secondary",
        "primary, primary",
        "standby, secondary",
        "prefer-standby, preferSecondary",
    })
    void everyTargetOfLibpqIsTranslated(String libpq, String driver) throws InvalidOptionException {
        for (String form : List.of("postgres://h/base?target_session_attrs=", "host=h target_session_attrs=")) {
            assertThat(ConnectionString.parse(form + libpq)).containsEntry("targetServerType", driver);
        }
    }

    @Test
    void anUnknownTargetIsRejected() {
        assertThatThrownBy(() -> ConnectionString.parse("postgres://h/base?target_session_attrs=master"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("any, prefer-standby, primary, read-only, read-write, standby");
    }

    @Test
    void aLongQuotedValueIsParsed() throws InvalidOptionException {
        assertThat(ConnectionString.parse("host=h password='" + "\\a".repeat(8000) + "'"))
                .containsEntry("password", "a".repeat(8000));
    }

    @Test
    void aPasswordInAUrlIsNotLogged() {
        var logged = new ArrayList<LogRecord>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        List<Logger> loggers = List.of(Logger.getLogger(""), Logger.getLogger("org.postgresql"));
        loggers.forEach(logger -> logger.addHandler(handler));
        try {
            assertThatThrownBy(() -> ConnectionString.parse("jdbc:postgresql://h?user=x&password=geheim"))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageNotContaining("geheim");
        } finally {
            loggers.forEach(logger -> logger.removeHandler(handler));
        }
        assertThat(logged).isEmpty();
    }
}
