package io.yaim.cli.client;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a response. A field that is null, missing, or of another type is absent.
public record ResponseFields(Map<?, ?> fields) {

    public static ResponseFields of(Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            return new ResponseFields(fields);
        }
        throw new IOException("an unexpected answer: expected fields, found "
                + value.getClass().getSimpleName());
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name))
                .filter(value -> !(value instanceof Map<?, ?> || value instanceof Collection<?>))
                .map(Object::toString)
                .filter(value -> !value.isEmpty());
    }

    public Optional<Long> number(String name) {
        return fields.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /// Returns the number, or 0.
    public long numberOrZero(String name) {
        return number(name).orElse(0L);
    }

    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /// Returns the nested fields; none if there are none.
    public ResponseFields nested(String name) {
        return fields.get(name) instanceof Map<?, ?> inner ? new ResponseFields(inner) : new ResponseFields(Map.of());
    }

    public List<ResponseFields> nestedList(String name) {
        return items(name).stream()
                .filter(Map.class::isInstance)
                .map(item -> new ResponseFields((Map<?, ?>) item))
                .toList();
    }

    public List<String> texts(String name) {
        return items(name).stream().map(String::valueOf).toList();
    }

    private Collection<?> items(String name) {
        return fields.get(name) instanceof Collection<?> items ? items : List.of();
    }
}
