package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckProvidersTest {

    @Test
    void anUnknownTypeIsReportedWithTheKnownTypes() {
        assertThatThrownBy(() -> CheckProviders.builtIn().of("htpp"))
                .isInstanceOf(UnknownCheckTypeException.class)
                .hasMessage("unknown check type 'htpp', known are http, postgres, shell, tcp");
    }

    @Test
    void twoProvidersOfOneTypeAreRejected() {
        CheckProvider http = CheckProviders.builtIn().find("http").orElseThrow();
        assertThatThrownBy(() -> CheckProviders.of(List.of(http, http)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two providers have the check type 'http'");
    }

    @Test
    void everyKeyOfTheOriginalIsKnown() {
        for (String key : List.of(
                "http-url",
                "http-user",
                "http-password",
                "http-ca-file",
                "http-cert-file",
                "http-key-file",
                "http-expected-code",
                "http-expected-response",
                "http-expected-response-contains")) {
            assertThat(CheckProviders.builtIn().find("http").orElseThrow().option(key))
                    .as(key)
                    .isPresent();
        }
        for (String key : List.of(
                "postgres-conn-url",
                "postgres-query",
                "postgres-user",
                "postgres-password",
                "postgres-ca-file",
                "postgres-cert-file",
                "postgres-key-file",
                "postgres-exprected-response",
                "postgres-expected-response")) {
            assertThat(CheckProviders.builtIn().find("postgres").orElseThrow().option(key))
                    .as(key)
                    .isPresent();
        }
    }

    @Test
    void everyOptionIsDescribedOnce() {
        for (CheckProvider provider : CheckProviders.builtIn().all()) {
            assertThat(provider.options()).extracting(Option::key).doesNotHaveDuplicates();
            assertThat(provider.options())
                    .allSatisfy(option -> assertThat(option.description())
                            .as(provider.type() + "-" + option.key())
                            .isNotBlank());
        }
    }
}
