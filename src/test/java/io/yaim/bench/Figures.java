package io.yaim.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Prints the measured values, one row per figure. `deploy/bench` makes a table of them.
final class Figures {

    private Figures() {}

    /// A measured quantity, and its number of significant digits.
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

    /// @param target what the value should be; empty where the figure only explains another one
    /// @param values one for each measurement
    /// @param how what the values are, in a few words
    static void print(String figure, String target, List<Double> values, Unit unit, String how) {
        if (values.isEmpty()) {
            throw new IllegalStateException(figure + ": nothing was measured");
        }
        String measured = measured(values, unit) + " (" + values.size() + ")";
        System.out.println(String.join(" | ", figure, target, measured, how));
    }

    /// The minimum, the median and the maximum.
    static String measured(List<Double> values, Unit unit) {
        return unit.digits(Collections.min(values)) + " / " + unit.digits(median(values)) + " / "
                + unit.digits(Collections.max(values)) + unit.symbol;
    }

    /// Prints progress.
    static void progress(String what) {
        System.err.println("    " + what);
    }

    /// Of an even number of values, the upper of the two in the middle.
    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
