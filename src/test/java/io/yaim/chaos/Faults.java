package io.yaim.chaos;

import java.util.List;
import java.util.stream.Stream;

/// All faults that are injected into real clusters.
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        return Stream.of(
                        NodeFaults.all(),
                        HostFaults.all(),
                        NetworkFaults.all(),
                        CardFaults.all(),
                        StoreFaults.all(),
                        CoordinatorFaults.all(),
                        DivisionFaults.all())
                .flatMap(List::stream)
                .toList();
    }
}
