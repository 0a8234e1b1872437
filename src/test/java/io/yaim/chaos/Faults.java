package io.yaim.chaos;

import java.util.List;
import java.util.stream.Stream;

/// Every fault that is made to happen for real.
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        return Stream.of(
                        NodeFaults.all(),
                        HostFaults.all(),
                        NetworkFaults.all(),
                        StoreFaults.all(),
                        CoordinatorFaults.all(),
                        DivisionFaults.all())
                .flatMap(List::stream)
                .toList();
    }
}
