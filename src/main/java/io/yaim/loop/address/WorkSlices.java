package io.yaim.loop.address;

import java.util.ArrayList;
import java.util.List;

/// Splits work on many addresses into slices of well under 100 ms. Between them the lease is renewed and the clock
/// is read.
public final class WorkSlices {

    private static final int SIZE = 100;

    private WorkSlices() {}

    public static <T> List<List<T>> of(List<T> whole) {
        var slices = new ArrayList<List<T>>();
        for (int start = 0; start < whole.size(); start += SIZE) {
            slices.add(whole.subList(start, Math.min(whole.size(), start + SIZE)));
        }
        return slices;
    }
}
