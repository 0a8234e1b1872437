package io.yaim.setting;

import java.util.List;

/// The configuration cannot be used: every mistake in it, one line each. The process ends with
/// [#EXIT_STATUS].
public final class ConfigException extends Exception {

    /// EX_CONFIG of sysexits.h.
    public static final int EXIT_STATUS = 78;

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a List of String that is always one of the JDK's, and serializable
    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /// One mistake each: where, which key, what was found, what was expected.
    public List<String> problems() {
        return problems;
    }
}
