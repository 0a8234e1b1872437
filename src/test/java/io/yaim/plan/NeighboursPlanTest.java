package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ME;
import static io.yaim.plan.ObservationBuilder.incarnationOf;
import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.leaseOf;
import static io.yaim.plan.ObservationBuilder.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.HardwareAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.StoreChange;
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
        assertThat(nodes("a")
                        .knows(host(21))
                        .neighbourReport(told(leaseOf("a"), host(21)))
                        .plan())
                .isEmpty();
        assertThat(nodes("a").plan()).isEmpty();
    }

    @Test
    void whoIsNewIsWrittenAndWhoIsSilentOnlyWithManyOthers() {
        NeighbourReport three = told(leaseOf("a"), host(21), host(22), host(23));
        assertThat(nodes("a").knows(host(21), host(22)).neighbourReport(three).plan())
                .isEmpty();
        assertThat(nodes("a").knows(host(21)).neighbourReport(three).plan()).containsExactly(put(host(21)));
        assertThat(nodes("a").knows(host(21), host(24)).neighbourReport(three).plan())
                .containsExactly(put(host(21), host(24)));
        assertThat(nodes("a").neighbourReport(three).plan()).containsExactly(put());
    }

    @Test
    void whatHangsOnAnEarlierLeaseIsWrittenAnew() {
        NeighbourReport earlier = told(new LeaseId("7"), host(21));
        assertThat(nodes("a").knows(host(21)).neighbourReport(earlier).plan()).containsExactly(put(host(21)));
        assertThat(nodes("a").neighbourReport(earlier).plan()).isEmpty();
    }

    @Test
    void whoHasAnAddressOfThePoolIsNoNeighbourUnderIt() {
        assertThat(nodes("a", "b").pool(2).marked("b", 2).knows(host(2)).plan()).isEmpty();
    }

    @Test
    void aNodeThatTakesNothingWritesNothing() {
        assertThat(nodes("a").knows(host(21)).unhealthy("api: down").plan())
                .noneMatch(action -> action instanceof Action.Commit(List<StoreChange> changes)
                        && changes.stream().anyMatch(StoreChange.PutNeighbourReport.class::isInstance));
    }

    private static Action put(Neighbour... hosts) {
        return new Action.Commit(List.of(
                new StoreChange.PutNeighbourReport(told(leaseOf("a"), hosts).withRevision(0))));
    }

    private static NeighbourReport told(LeaseId lease, Neighbour... hosts) {
        return NeighbourReport.of(
                        ME, incarnationOf("a"), lease, Stream.of(hosts).toList())
                .withRevision(9);
    }

    private static Neighbour host(int last) {
        return new Neighbour("eth0", ip(last), new HardwareAddress(last));
    }
}
