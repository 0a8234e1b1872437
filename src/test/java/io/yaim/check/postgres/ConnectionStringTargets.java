package io.yaim.check.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.InvalidOptionException;
import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import java.util.List;

/// Fuzz target: addresses of a database in all accepted forms.
public final class ConnectionStringTargets {

    private static final List<String> VALID = List.of(
            "postgres://user:p%40ss@127.0.0.1:5432/base?sslmode=require&application_name=yaim",
            "postgresql://[::1]/base",
            "jdbc:postgresql://a:5432,b:5433/base?user=x",
            "host=127.0.0.1 port=5432 dbname='a \\' b' user=x");

    private static final List<String> SNIPPETS = List.of(
            "%",
            "%zz",
            "%2F",
            "'",
            "\\",
            "=",
            "&",
            "?",
            "://",
            "@",
            ":",
            "/",
            "[",
            "]",
            ",",
            " ",
            "''",
            "\\'",
            "host=",
            "\n",
            "\\a".repeat(2000));

    private ConnectionStringTargets() {}

    public static List<Target> all() {
        return List.of(new Target(
                "URL of a database", 5000, Mutator.ofTexts(VALID, SNIPPETS, 16_384), ConnectionStringTargets::check));
    }

    private static void check(String text) {
        try {
            assertThat(ConnectionString.parse(text)).isNotNull();
        } catch (InvalidOptionException e) {
            assertThat(e.getMessage()).contains("expected");
        }
    }
}
