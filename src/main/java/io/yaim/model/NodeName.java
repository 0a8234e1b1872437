package io.yaim.model;

import java.util.regex.Pattern;

/// The name of a node: 1 to 63 letters, digits, dots, underscores or hyphens. The default is the host name.
public record NodeName(String value) implements Comparable<NodeName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /// @throws IllegalArgumentException the value does not have this form
    public NodeName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("expected 1 to 63 of A-Z a-z 0-9 . _ - as a node's name");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
