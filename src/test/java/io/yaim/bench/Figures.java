package io.yaim.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Prints what was measured, one row a figure, for `deploy/bench` to make a table of.
final class Figures {

    private Figures() {}

    /// What is measured, and how many digits of it mean something.
    enum Unit {
        SECONDS("%.2f", " s"),
        MILLISECONDS("%.0f", " ms"),
        MEBIBYTES("%.0f", " MiB"),
        RATIO("%.2f", ""),
        COUNT("%.1f", "");

        private final String format;
        private final String symbol;

        Unit(String format, String symbol) {
            this.format = format;
            this.symbol = symbol;
        }

        private String digits(double value) {
            return String.format(Locale.ROOT, format, value);
        }
    }

    /// @param aim what it should be; empty where the figure only explains another one
    /// @param values one for each time it was measured
    /// @param how in a few words, what the values are of
    static void print(String figure, String aim, List<Double> values, Unit unit, String how) {
        if (values.isEmpty()) {
            throw new IllegalStateException(figure + ": nothing was measured");
        }
        String measured = measured(values, unit) + " (" + values.size() + ")";
        System.out.println(String.join(" | ", figure, aim, measured, how));
    }

    /// The least of the values, the median and the most.
    static String measured(List<Double> values, Unit unit) {
        return unit.digits(Collections.min(values)) + " / " + unit.digits(median(values)) + " / "
                + unit.digits(Collections.max(values)) + unit.symbol;
    }

    /// Tells the waiting what goes on.
    static void progress(String what) {
        System.err.println("    " + what);
    }

    /// Of an even number of values the upper one of the middle.
    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
