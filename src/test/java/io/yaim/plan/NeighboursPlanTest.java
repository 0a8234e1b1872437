package io.yaim.plan;

import static io.yaim.plan.Scene.ME;
import static io.yaim.plan.Scene.incarnationOf;
import static io.yaim.plan.Scene.ip;
import static io.yaim.plan.Scene.leaseOf;
import static io.yaim.plan.Scene.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Change;
import io.yaim.model.HardwareAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.Neighbour;
import io.yaim.model.Neighbours;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// When a node writes whom it knows.
class NeighboursPlanTest {

    @Test
    void whomItKnowsIsWritten() {
        assertThat(nodes("a").knows(host(21)).plan()).containsExactly(put(host(21)));
    }

    @Test
    void whatTheStoreSaysAlreadyIsNot() {
        assertThat(nodes("a").knows(host(21)).told(told(leaseOf("a"), host(21))).plan())
                .isEmpty();
        assertThat(nodes("a").plan()).isEmpty();
    }

    @Test
    void whoIsNewIsWrittenAndWhoIsSilentOnlyWithManyOthers() {
        Neighbours three = told(leaseOf("a"), host(21), host(22), host(23));
        assertThat(nodes("a").knows(host(21), host(22)).told(three).plan()).isEmpty();
        assertThat(nodes("a").knows(host(21)).told(three).plan()).containsExactly(put(host(21)));
        assertThat(nodes("a").knows(host(21), host(24)).told(three).plan()).containsExactly(put(host(21), host(24)));
        assertThat(nodes("a").told(three).plan()).containsExactly(put());
    }

    @Test
    void whatHangsOnAnEarlierLeaseIsWrittenAnew() {
        Neighbours earlier = told(new LeaseId(7), host(21));
        assertThat(nodes("a").knows(host(21)).told(earlier).plan()).containsExactly(put(host(21)));
        assertThat(nodes("a").told(earlier).plan()).isEmpty();
    }

    @Test
    void whoHasAnAddressOfThePoolIsNoNeighbourUnderIt() {
        assertThat(nodes("a", "b").pool(2).marked("b", 2).knows(host(2)).plan()).isEmpty();
    }

    @Test
    void aNodeThatTakesNothingWritesNothing() {
        assertThat(nodes("a").knows(host(21)).unhealthy("api: down").plan())
                .noneMatch(action -> action instanceof Action.Commit(List<Change> changes)
                        && changes.stream().anyMatch(Change.PutNeighbours.class::isInstance));
    }

    private static Action put(Neighbour... hosts) {
        return new Action.Commit(
                List.of(new Change.PutNeighbours(told(leaseOf("a"), hosts).at(0))));
    }

    private static Neighbours told(LeaseId lease, Neighbour... hosts) {
        return Neighbours.of(ME, incarnationOf("a"), lease, Stream.of(hosts).toList())
                .at(9);
    }

    private static Neighbour host(int last) {
        return new Neighbour("eth0", ip(last), new HardwareAddress(last));
    }
}
