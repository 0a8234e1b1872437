package io.yaim.model;

import java.util.regex.Pattern;

/// One run of a node, from its start to its stop: 16 hexadecimal digits, chosen at random at each start.
public record Incarnation(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    /// @throws IllegalArgumentException the value is not 16 hexadecimal digits in lower case
    public Incarnation {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("expected 16 hexadecimal digits as an incarnation");
        }
    }

    /// The incarnation with these 64 bits.
    public static Incarnation of(long random) {
        return new Incarnation("%016x".formatted(random));
    }

    @Override
    public String toString() {
        return value;
    }
}
