package io.yaim.model;

import java.util.regex.Pattern;

/// One life of a node, from start to stop: 16 hexadecimal digits, drawn afresh at each start.
public record Incarnation(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    /// Refuses, with an [IllegalArgumentException], what is not 16 hexadecimal digits in lower case.
    public Incarnation {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("expected 16 hexadecimal digits as an incarnation");
        }
    }

    /// The incarnation that a random number names.
    public static Incarnation of(long random) {
        return new Incarnation("%016x".formatted(random));
    }

    @Override
    public String toString() {
        return value;
    }
}
