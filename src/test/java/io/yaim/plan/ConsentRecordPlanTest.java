package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ME;
import static io.yaim.plan.ObservationBuilder.incarnationOf;
import static io.yaim.plan.ObservationBuilder.leaseOf;
import static io.yaim.plan.ObservationBuilder.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.ConsentRecord;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A record that is not needed any more, or has other peers than there are, stays while an address is held by it.
final class ConsentRecordPlanTest {

    private static final ConsentRecord RECORD = new ConsentRecord(
            new Tenancy(ME, incarnationOf("a"), leaseOf("a")),
            "a:1",
            Duration.ofSeconds(9),
            new TreeMap<>(Map.of(new NodeName("b"), new ConsentRecord.ConsentPeer(incarnationOf("b"), "b:1"))),
            7);

    @Test
    void aRecordThatIsNotNeededIsDeletedUnlessAnAddressIsHeldByIt() {
        Observation seen = nodes("a", "b").consentRecord(RECORD).observation();
        var plan = new ConsentRecordPlan(seen, seen.view().orElseThrow());
        assertThat(plan.changes(false)).containsExactly(new StoreChange.DeleteConsentRecord(RECORD));
        assertThat(plan.changes(true)).isEmpty();
    }
}
