package io.yaim.cli.output;

import io.yaim.model.PrintableLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lines for people, made from plain values: maps, collections, [Optional], booleans, numbers, and text for any other
/// object. A list of maps is a table. A map is a line for each key. A map may contain both.
final class Table {

    /// Values come from the store and from services. None may fill the screen.
    private static final int LONGEST_CELL = 400;

    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private final boolean hasColours;
    private final List<String> lines = new ArrayList<>();

    private Table(boolean hasColours) {
        this.hasColours = hasColours;
    }

    /// @param columns the columns of the tables, in this order; none: all columns of the rows, in the order of their
    ///     appearance
    static List<String> lines(Object value, List<String> columns, boolean hasColours) {
        var table = new Table(hasColours);
        switch (value) {
            case Map<?, ?> map -> table.addMap(map, columns);
            case Collection<?> rows when isOfMaps(rows) -> table.addRows(maps(rows), columns);
            case Collection<?> items -> items.forEach(item -> table.lines.add(cell(item)));
            default -> table.lines.add(cell(value));
        }
        return List.copyOf(table.lines);
    }

    private void addMap(Map<?, ?> map, List<String> columns) {
        int width = map.entrySet().stream()
                .filter(field -> !isTable(field.getValue()))
                .mapToInt(field -> heading(field.getKey()).length())
                .max()
                .orElse(0);
        long tables = map.values().stream().filter(Table::isTable).count();
        for (Map.Entry<?, ?> field : map.entrySet()) {
            String heading = heading(field.getKey());
            if (field.getValue() instanceof Collection<?> rows && isTable(rows)) {
                addGap();
                if (tables > 1) {
                    lines.add(paint(Colour.HEADING, heading));
                }
                addRows(maps(rows), columns);
            } else {
                String cell = cell(field.getValue());
                lines.add((paint(Colour.HEADING, pad(heading, width)) + GAP + paint(Colour.of(cell), cell)));
            }
        }
    }

    private void addGap() {
        if (!lines.isEmpty()) {
            lines.add("");
        }
    }

    private void addRows(List<Map<?, ?>> rows, List<String> wanted) {
        List<String> columns = wanted.isEmpty() ? columns(rows) : wanted;
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Table::heading).toList());
        for (Map<?, ?> row : rows) {
            cells.add(columns.stream().map(column -> cell(row.get(column))).toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (int i = 0; i < cells.size(); i++) {
            lines.add(line(cells.get(i), widths, i == 0));
        }
    }

    /// Does not pad the last cell: trailing blanks matter only to a user who copies them.
    private String line(List<String> cells, int[] widths, boolean isHeading) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean isLast = i == widths.length - 1;
            String cell = cells.get(i);
            line.append(paint(isHeading ? Colour.HEADING : Colour.of(cell), isLast ? cell : pad(cell, widths[i])))
                    .append(isLast ? "" : GAP);
        }
        return line.toString();
    }

    private String paint(Colour colour, String text) {
        return hasColours ? colour.paint(text) : text;
    }

    private static List<String> columns(List<Map<?, ?>> rows) {
        var columns = new LinkedHashSet<String>();
        rows.forEach(row -> row.keySet().forEach(key -> columns.add(String.valueOf(key))));
        return List.copyOf(columns);
    }

    private static boolean isTable(Object value) {
        return value instanceof Collection<?> rows && isOfMaps(rows);
    }

    private static boolean isOfMaps(Collection<?> rows) {
        return !rows.isEmpty() && rows.stream().allMatch(Map.class::isInstance);
    }

    private static List<Map<?, ?>> maps(Collection<?> rows) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> map) {
                maps.add(map);
            }
        }
        return maps;
    }

    private static String heading(@Nullable Object key) {
        return String.valueOf(key).replace('_', ' ').replace('-', ' ').toUpperCase(Locale.ROOT);
    }

    private static String cell(@Nullable Object value) {
        String text = text(value);
        return text.isEmpty() ? NOTHING : PrintableLine.of(text, LONGEST_CELL);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> optional -> text(optional.orElse(null));
            case Boolean bool -> bool ? "yes" : "no";
            case Collection<?> items -> items.stream().map(Table::text).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(field -> field.getKey() + "=" + text(field.getValue()))
                        .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
