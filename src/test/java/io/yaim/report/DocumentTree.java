package io.yaim.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/// A part of a document of maps and lists. Access to a missing part fails.
record DocumentTree(Object value) {

    DocumentTree at(String... keys) {
        Object found = value;
        for (String key : keys) {
            found = requireNonNull(((Map<?, ?>) found).get(key), key);
        }
        return new DocumentTree(found);
    }

    List<DocumentTree> items() {
        return ((List<?>) value)
                .stream().map(item -> new DocumentTree(requireNonNull(item))).toList();
    }

    String text() {
        return (String) value;
    }

    int number() {
        return (Integer) value;
    }
}
