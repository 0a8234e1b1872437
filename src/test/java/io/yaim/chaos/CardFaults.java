package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.MULTICAST_LEASE_END;

import io.yaim.chaos.Fault.Victim;
import io.yaim.lab.Segment;
import java.time.Duration;
import java.util.List;

/// What group channels are bound to becomes something else: a network card, or a node's own address.
final class CardFaults {

    private static final Duration ABSENCE = Duration.ofSeconds(1);

    private CardFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inServerless("card recreated", MULTICAST_LEASE_END, CardFaults::recreateCard)
                        .hitting(Victim.FOLLOWER),
                Fault.inServerless("card of the coordinator recreated", COORDINATOR_END, CardFaults::recreateCard)
                        .hitting(Victim.COORDINATOR),
                Fault.inServerless("own address changed", MULTICAST_LEASE_END, CardFaults::changeAddress)
                        .hitting(Victim.FOLLOWER),
                Fault.inServerless("own address of the coordinator changed", COORDINATOR_END, CardFaults::changeAddress)
                        .hitting(Victim.COORDINATOR));
    }

    private static void recreateCard(ChaosCluster stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        segment.removeCard(node);
        ChaosCluster.sleep(ABSENCE);
        segment.insertCard(node);
        awaitRejoined(stage, node, segment.address(node));
    }

    /// And back again, so that the next fault finds the node as it was.
    private static void changeAddress(ChaosCluster stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        segment.changeAddress(node);
        awaitRejoined(stage, node, segment.otherAddress(node));
        segment.changeAddressBack(node);
        awaitRejoined(stage, node, segment.address(node));
    }

    /// The victim has been started anew for this fault, and so has its log.
    private static void awaitRejoined(ChaosCluster stage, String node, String address) {
        stage.until(
                node + " to join the group anew",
                () -> stage.node(node).hasLogged("has joined the group anew, from " + address + " on"));
    }
}
