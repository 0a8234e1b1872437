package io.yaim.chaos;

import java.util.List;
import java.util.stream.Stream;

/// Who does not hear whom any more while all devices have a carrier. A part is what some node takes for the
/// cluster: itself, and whom it hears.
enum Division {
    NONE,
    BOTH_WAYS,
    /// The node that is hit hears nobody; all hear it.
    DEAF,
    /// Nobody hears the node that is hit; it hears all.
    UNHEARD;

    /// The parts into which the cluster falls when this node is hit; none, when it stays whole.
    List<List<String>> parts(String node, List<String> others) {
        List<String> all = Stream.concat(Stream.of(node), others.stream()).toList();
        return switch (this) {
            case NONE -> List.of();
            case BOTH_WAYS -> List.of(List.of(node), others);
            case DEAF -> List.of(List.of(node), all);
            case UNHEARD -> List.of(all, others);
        };
    }
}
