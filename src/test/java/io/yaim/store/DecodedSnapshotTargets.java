package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.BoundAddress;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Action;
import io.yaim.plan.Entitlement;
import io.yaim.plan.HealthVerdicts;
import io.yaim.plan.LocalHost;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.Probations;
import io.yaim.plan.RememberedStates;
import io.yaim.plan.SeenStore;
import io.yaim.plan.SelfBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A whole store in which there is rubbish: what is good in it goes on.
public final class DecodedSnapshotTargets {

    private static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    private static final LeaseId LEASE = new LeaseId("fffffffffffffff9");
    private static final NodeName ME = new NodeName("a");
    private static final Incarnation SELF = Incarnation.of(1);
    private static final VirtualIp GOOD = VirtualIp.parse("10.9.9.9");
    private static final Duration NOW = Duration.ofSeconds(1000);

    /// Between the keys and values of one input.
    private static final String SEPARATOR = "\u0001";

    private static final List<String> PLACES = List.of(
            "ips/10.0.0.5",
            "ips/10.0.0.6/",
            "ips/fd00::5",
            "ips/255.255.255.255",
            "ips/10.0.0.5/marked",
            "marks/10.0.0.5",
            "marks/10.0.0.6",
            "nodes/b",
            "nodes/c",
            "members/b",
            "witnesses/a",
            "witnesses/b",
            "wishes/drain/b",
            "wishes/pin/10.0.0.5",
            "wishes/pause");

    private static final Mutator VALUE = Mutator.ofTexts(StoreTargets.VALUES, StoreTargets.SNIPPETS, 3000);
    private static final Mutator KEY = Mutator.ofTexts(PLACES, StoreTargets.SNIPPETS, 300);

    private DecodedSnapshotTargets() {}

    public static List<Target> all() {
        return List.of(new Target("image", 2000, DecodedSnapshotTargets::keysAndValues, DecodedSnapshotTargets::check));
    }

    private static String keysAndValues(Random random) {
        return Stream.generate(() -> {
                    String key = random.nextBoolean() ? KEY.apply(random) : PLACES.get(random.nextInt(PLACES.size()));
                    String value = random.nextInt(3) > 0
                            ? VALUE.apply(random)
                            : StoreTargets.VALUES.get(random.nextInt(StoreTargets.VALUES.size()));
                    return key + SEPARATOR + value;
                })
                .limit(1 + random.nextInt(12))
                .reduce((one, other) -> one + SEPARATOR + other)
                .orElse("");
    }

    private static void check(String input) {
        var decodedSnapshot = new DecodedSnapshot(KEYS, 1);
        String[] parts = StoreTargets.stored(input).split(SEPARATOR, -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            Optional<LeaseId> lease = i % 4 == 0 ? Optional.empty() : Optional.of(LEASE);
            decodedSnapshot.put(new RawKey(KEYS.prefix() + parts[i], parts[i + 1], 2 + i, lease));
        }
        int others = decodedSnapshot.size();
        decodedSnapshot.put(new RawKey(KEYS.entry(GOOD), "", 100, Optional.empty()));
        View empty = decodedSnapshot.view();
        StoreChange.PutNode put = puts(Planner.plan(seen(empty)));
        decodedSnapshot.put(new RawKey(KEYS.node(ME), NodeCodec.encode(put.node()), 101, Optional.of(LEASE)));

        View view = decodedSnapshot.view();
        assertThat(view.pool()).containsKey(GOOD).hasSizeLessThanOrEqualTo(others + 1);
        assertThat(view.pool().keySet()).noneMatch(DecodedSnapshotTargets::isForNobody);
        assertThat(view.unmanagedKeys()).hasSizeLessThanOrEqualTo(View.MAX_UNMANAGED_KEYS);
        assertThat(view.nodes().get(ME)).isEqualTo(put.node().withRevision(101));
        Optional<NodeName> owner = view.owner(GOOD).map(Node::name);
        if (view.nodes().size() == 1
                && owner.isEmpty()
                && view.wishes().isEmpty()
                && view.consentRecordsOfLostNodes(SELF).isEmpty()
                && view.marks().get(GOOD) == null) {
            assertThat(Planner.plan(seen(view))).as("claims what is good").anyMatch(DecodedSnapshotTargets::claimsGood);
        } else {
            assertThat(Planner.plan(seen(view))).isNotNull();
        }
    }

    private static StoreChange.PutNode puts(List<Action> plan) {
        return plan.stream()
                .filter(Action.Commit.class::isInstance)
                .flatMap(action -> ((Action.Commit) action).changes().stream())
                .filter(StoreChange.PutNode.class::isInstance)
                .map(StoreChange.PutNode.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("does not say what it is: " + plan));
    }

    private static boolean claimsGood(Action action) {
        return action instanceof Action.Commit(var changes)
                && changes.stream()
                        .anyMatch(storeChange -> storeChange instanceof StoreChange.Claim claim
                                && claim.entry().ip().equals(GOOD));
    }

    private static boolean isForNobody(VirtualIp ip) {
        return ip.address().isMulticastAddress()
                || ip.address().isAnyLocalAddress()
                || ip.toString().equals("255.255.255.255");
    }

    private static Observation seen(View view) {
        var self = SelfBuilder.of(ME, SELF).build();
        var links = new TreeMap<String, Link>();
        links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), true));
        var foreign = new BoundAddress(
                VirtualIp.parse("10.0.0.1"), "eth0", 24, Optional.empty(), false, BoundAddress.FOREVER);
        return new Observation(
                self,
                NOW,
                new HealthVerdicts(new Health.Healthy(), new TreeMap<>()),
                new LocalHost(new Host(links, List.of(foreign)), Duration.ZERO, List.of(), Probations.none()),
                new Entitlement(Optional.of(new Lease(LEASE, Duration.ofSeconds(9), NOW)), Optional.empty()),
                new SeenStore(Optional.of(view), Optional.empty()),
                RememberedStates.empty(),
                false);
    }
}
