package io.yaim.config;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.check.Option.Kind;
import io.yaim.check.Verdict;
import java.util.List;

/// Types of checks that know options and never check anything.
final class FakeChecks {

    private static final Option URL = Option.required("url", Kind.STRING, "a URL");
    private static final Option CODE = Option.standard("expected-code", Kind.INTEGER, "200", "the status that passes");

    private FakeChecks() {}

    static CheckProviders providers() {
        return CheckProviders.of(List.of(
                new Fake(
                        "http",
                        List.of(
                                URL,
                                CODE,
                                Option.optional("password", Kind.SECRET, "the password"),
                                Option.optional("ca-file", Kind.FILE, "certificates"),
                                Option.optional("answer", Kind.STRING, "the answer")
                                        .alsoSpelt("anwser")),
                        false),
                new Fake("shell", List.of(Option.required("command", Kind.STRING, "a command")), false),
                new Fake("disk", List.of(), true),
                new Fake("My_Check", List.of(), true)));
    }

    private record Fake(String type, List<Option> options, boolean takesAnyOption) implements CheckProvider {

        @Override
        public Check create(CheckSettings settings) throws InvalidOptionException {
            if (type.equals("http")) {
                settings.integer(CODE, 100, 599);
                if (settings.required(URL).startsWith("ftp:")) {
                    throw new InvalidOptionException("url", "'" + settings.required(URL) + "'", "an http URL");
                }
            }
            return _ -> new Verdict.Pass();
        }
    }
}
