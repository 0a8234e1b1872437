package io.yaim.plan;

import static io.yaim.plan.ObservationBuilder.ip;
import static io.yaim.plan.ObservationBuilder.nodes;
import static io.yaim.plan.ObservationBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.Mark;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindObstaclesTest {

    private static final String OWN = "192.168.7.77";

    @ParameterizedTest
    @CsvSource({
        "192.168.7.77, 'already on eth0, and not by yaim'",
        "192.168.7.255, 'the broadcast address of 192.168.7.0/24, on eth0'",
        "192.168.7.0, 'the address of the network 192.168.7.0/24 itself, on eth0'",
        "127.0.0.9, 'a loopback address, and not for lo'",
        "::1, 'a loopback address, and not for lo'"
    })
    void whatNoHostOrAnotherShouldHaveIsRefused(String text, String reason) {
        VirtualIp refused = VirtualIp.parse(text);
        ObservationBuilder observationBuilder =
                nodes("a").address(foreign(OWN, 24)).pool(1).entry(plain(refused));
        assertThat(refusals(observationBuilder)).containsExactly(refused + " " + reason);
        assertThat(observationBuilder.published().plan())
                .as("the rest of the pool goes on")
                .containsExactly(claim(observationBuilder, plain(ip(1))));
    }

    @ParameterizedTest
    @CsvSource({"31, 192.168.7.77", "32, 192.168.7.77", "24, 192.168.7.254", "25, 192.168.7.128"})
    void otherAddressesOfANetworkAreNot(int prefix, String free) {
        ObservationBuilder observationBuilder =
                nodes("a").address(foreign("192.168.7.76", prefix)).entry(plain(VirtualIp.parse(free)));
        assertThat(refusals(observationBuilder)).isEmpty();
    }

    @Test
    void itsOwnAddressesMakeNoNetworks() {
        var own = new BoundAddress(ip(1), "eth0", 24, Optional.empty(), true, 7);
        assertThat(refusals(nodes("a").address(own).pool(1, 255))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "255, 'the broadcast address of 10.0.0.0/24, by its prefix'",
        "0, 'the address of the network 10.0.0.0/24 itself, by its prefix'"
    })
    void thePrefixThatAnEntryIsBoundWithMakesANetwork(int last, String reason) {
        var entry = EntryBuilder.of(ip(last), "k").prefix(Optional.of(24)).build();
        assertThat(refusals(nodes("a").entry(entry))).containsExactly(ip(last) + " " + reason);
        assertThat(refusals(nodes("a").entry(plain(ip(last))))).isEmpty();
    }

    @Test
    void anEntryThatMayTakeOtherAddressesAlongIsRefused() {
        var entry = EntryBuilder.of(ip(5), "k").prefix(Optional.of(24)).build();
        assertThat(refusals(nodes("a").withoutPromotion().entry(entry)))
                .containsExactly(
                        "10.0.0.5 with /24 a drop could take other addresses of eth0 along: promote_secondaries is 0");
        assertThat(refusals(nodes("a").entry(entry))).isEmpty();
        assertThat(refusals(nodes("a").withoutPromotion().entry(plain(ip(5))))).isEmpty();
        var v6 = EntryBuilder.of(VirtualIp.parse("fd00::5"), "k")
                .prefix(Optional.of(64))
                .build();
        assertThat(refusals(nodes("a").withoutPromotion().entry(v6))).isEmpty();
    }

    @Test
    void anAddressThatOthersDependOnStays() {
        var entry = EntryBuilder.of(ip(5), "k").prefix(Optional.of(24)).build();
        var ours = new BoundAddress(ip(5), "eth0", 24, Optional.empty(), true, 7);
        ObservationBuilder alone = nodes("a").withoutPromotion().entry(entry).address(ours);
        assertThat(refusals(alone)).hasSize(1);
        assertThat(refusals(alone.address(foreign("10.0.0.77", 24)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.9", "::1"})
    void loopbackAddressesAreForTheInterfaceLo(String text) {
        Entry entry = plain(VirtualIp.parse(text));
        assertThat(refusals(nodes("a").on("lo").entry(entry))).isEmpty();
        var onLo = EntryBuilder.of(entry.ip(), "k")
                .interfaceName(Optional.of("lo"))
                .build();
        assertThat(refusals(nodes("a").on("lo").on("eth0").entry(onLo))).isEmpty();
    }

    @Test
    void whatIsOutsideAllAllowedRangesIsRefused() {
        ObservationBuilder observationBuilder =
                nodes("a").allowing("10.0.0.0/30", "10.0.0.8/32", "fd00::/64").pool(3, 4, 8);
        observationBuilder.entry(plain(VirtualIp.parse("fd00::5"))).entry(plain(VirtualIp.parse("fd01::5")));
        assertThat(refusals(observationBuilder))
                .containsExactly("10.0.0.4 outside allowed-ranges", "fd01::5 outside allowed-ranges");
    }

    @Test
    void whatThisNodeRefusesGoesToOneThatTakesIt() {
        ObservationBuilder observationBuilder =
                nodes("a", "b").allowing("10.0.0.1/32").pool(1, 2).held(1, 2).published();
        assertThat(observationBuilder.plan()).containsExactly(new Action.Drop(List.of(ours(2)), "not owned"));
        ObservationBuilder dropped = nodes("a", "b")
                .allowing("10.0.0.1/32")
                .pool(1, 2)
                .held(1)
                .marked("a", 2)
                .published();
        assertThat(dropped.plan())
                .containsExactly(new Action.Commit(
                        List.of(new StoreChange.HandOver(ObservationBuilder.mark("a", 2), dropped.node("b")))));
    }

    /// The node key is bounded; what it has no room for is refused all the same.
    @Test
    void noBoundOnWhatIsToldMakesItBindWhatItRefuses() {
        int count = NodeRegistration.MAX_UNBINDABLE + 100;
        ObservationBuilder observationBuilder =
                nodes("a").allowing("10.0.0.1/32").pool(1);
        var others = new ArrayList<VirtualIp>();
        for (int i = 0; i < count; i++) {
            var other = VirtualIp.parse("10.%d.%d.1".formatted(1 + i / 250, i % 250));
            others.add(other);
            observationBuilder.entry(plain(other));
        }
        VirtualIp untold = others.getLast();
        observationBuilder.published();
        assertThat(observationBuilder.node("a").unbindable().size()).isEqualTo(NodeRegistration.MAX_UNBINDABLE);
        assertThat(observationBuilder.node("a").unbindable().containsKey(untold))
                .isFalse();
        assertThat(claimed(observationBuilder)).containsExactly(ip(1));

        var mark = new Mark(untold, ObservationBuilder.ME, Optional.of(ObservationBuilder.leaseOf("a")), 5);
        List<Action> plan = observationBuilder.mark(mark).plan();
        assertThat(plan.stream().noneMatch(Action.Bind.class::isInstance)).isTrue();
        assertThat(changes(plan).anyMatch(new StoreChange.Unmark(mark)::equals)).isTrue();
    }

    private static List<VirtualIp> claimed(ObservationBuilder observationBuilder) {
        return changes(observationBuilder.plan())
                .filter(StoreChange.Claim.class::isInstance)
                .map(storeChange -> ((StoreChange.Claim) storeChange).entry().ip())
                .toList();
    }

    private static Stream<StoreChange> changes(List<Action> plan) {
        return plan.stream()
                .filter(Action.Commit.class::isInstance)
                .flatMap(action -> ((Action.Commit) action).changes().stream());
    }

    @Test
    void manyReasonsAreToldInFewWords() {
        ObservationBuilder observationBuilder = nodes("a");
        for (int last = 0; last < 200; last++) {
            observationBuilder.pool(last).refusing(last, "reason " + last);
        }
        Observation seen = observationBuilder.observation();
        var told = NodeRegistration.node(seen, seen.view().orElseThrow()).unbindable();
        assertThat(told).hasSize(200).containsEntry(ip(99), "reason 99");
        assertThat(told.get(ip(100))).isEqualTo("one of too many reasons to tell them all");
    }

    private static List<String> refusals(ObservationBuilder observationBuilder) {
        Observation seen = observationBuilder.observation();
        var refusals = new ArrayList<String>();
        NodeRegistration.unbindable(seen, seen.view().orElseThrow())
                .forEach((ip, reason) -> refusals.add(ip + " " + reason));
        return refusals;
    }

    private static Action claim(ObservationBuilder observationBuilder, Entry entry) {
        return new Action.Commit(List.of(new StoreChange.Claim(entry, observationBuilder.node("a"))));
    }

    private static Entry plain(VirtualIp ip) {
        return Entry.plain(ip, "ips/" + ip);
    }

    private static BoundAddress foreign(String ip, int prefix) {
        return new BoundAddress(VirtualIp.parse(ip), "eth0", prefix, Optional.empty(), false, BoundAddress.FOREVER);
    }
}
