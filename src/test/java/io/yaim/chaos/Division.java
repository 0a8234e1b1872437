package io.yaim.chaos;

import java.util.List;
import java.util.stream.Stream;

/// Which nodes do not receive each other's messages while all devices have a carrier. A part is what some node takes
/// for the cluster: itself, and the nodes whose messages it receives.
enum Division {
    NONE,
    BOTH_WAYS,
    /// The victim receives nothing; all others receive its messages.
    DEAF,
    /// No other node receives the victim's messages; it receives theirs.
    UNHEARD;

    /// The parts into which the cluster falls with this victim; none if it stays one.
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
