package io.yaim.model;

import java.util.regex.Pattern;

/// The name of a node, by default its host name: 1 to 63 letters, digits, dots, underscores or hyphens.
public record NodeName(String value) implements Comparable<NodeName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /// Refuses, with an [IllegalArgumentException], what does not have the form of a name.
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
