package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who owns an entry, who should, and who would without its owner.
class PlacementTest {

    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");

    private static View view(ObservationBuilder observationBuilder) {
        return observationBuilder.observation().view().orElseThrow();
    }

    @Test
    void theOwnerIsTheNodeOnWhoseLeaseTheMarkIs() {
        View view = view(nodes("a", "b").pool(1, 2).marked("a", 1).marked("c", 2));
        assertThat(Placement.owners(view)).hasSize(1).containsEntry(ip(1), A);
    }

    @Test
    void aDrainedNodeIsNoTarget() {
        View view = view(nodes("a", "b").pool(1, 2).marked("a", 1).marked("b", 2));
        assertThat(Placement.targets(view)).containsEntry(ip(1), A).containsEntry(ip(2), B);
        assertThat(Placement.targets(view, Set.of(A)).values()).containsOnly(B);
    }

    @Test
    void theSuccessorIsTheTargetWithoutTheOwner() {
        View view = view(nodes("a", "b").pool(1).marked("a", 1));
        assertThat(Placement.successor(view, Entry.plain(ip(1), "k"))).contains(B);
        View alone = view(nodes("a").pool(1).marked("a", 1));
        assertThat(Placement.successor(alone, Entry.plain(ip(1), "k"))).isEqualTo(Optional.empty());
    }
}
