package io.yaim.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.MemoryCluster;
import io.yaim.store.MemoryStore;
import io.yaim.store.MemoryStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseReleaseTest {

    private static final Duration TTL = Duration.ofSeconds(9);
    private static final NodeName DEAD = new NodeName("dead");
    private static final NodeName HEIR = new NodeName("heir");
    private static final VirtualIp BOUND = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp MARKED = VirtualIp.parse("10.0.0.2");
    private static final VirtualIp OTHER = VirtualIp.parse("10.0.0.3");

    private final MemoryCluster cluster = new MemoryCluster(() -> Duration.ZERO);
    private final MemoryStore store = new MemoryStore(cluster, () -> {});
    private final List<String> told = new ArrayList<>();
    private final Set<VirtualIp> ownedByDead = new HashSet<>();
    private final LeaseRelease leaseRelease = new LeaseRelease(store, told::add);
    private LeaseId dead = new LeaseId("1");
    private LeaseId heir = new LeaseId("1");

    @BeforeEach
    void twoNodesShareThreeEntries() throws Exception {
        List.of(BOUND, MARKED, OTHER).forEach(ip -> cluster.put(entry(ip)));
        dead = join(DEAD);
        heir = join(HEIR);
        claim(DEAD, dead, BOUND);
        claim(DEAD, dead, MARKED);
        claim(HEIR, heir, OTHER);
    }

    @Test
    void whatWasBoundGoesToTheHeirAndTheRestGoesWithTheLease() throws Exception {
        say(Set.of(BOUND));
        View view = cluster.view();
        assertThat(view.marks()).containsOnlyKeys(BOUND, OTHER);
        assertThat(mark(BOUND).owner()).isEqualTo(HEIR);
        assertThat(mark(BOUND).isAttachedTo(heir)).isTrue();
        assertThat(view.nodes()).containsOnlyKeys(HEIR);
        assertThat(view.members()).containsOnlyKeys(HEIR);
        assertThat(told).containsExactly("handed over 1 of 1 addresses");
        assertThat(ownedByDead).containsExactlyInAnyOrder(BOUND, MARKED);
    }

    @Test
    void noNodeHasToAnswerForANodeThatHoldsNothing() throws Exception {
        var record = new ConsentRecord(
                new Tenancy(DEAD, incarnation(DEAD), dead),
                "",
                TTL,
                new TreeMap<>(Map.of(HEIR, new ConsentRecord.ConsentPeer(incarnation(HEIR), ""))),
                0);
        assertThat(cluster.commit(dead, List.of(new StoreChange.PutConsentRecord(record)))
                        .refused())
                .isEmpty();
        say(Set.of(BOUND));
        assertThat(cluster.view().consentRecords()).isEmpty();
    }

    @Test
    void anotherIncarnationOfThatNameKeepsItsEntries() throws Exception {
        LeaseId next = join(DEAD, Incarnation.of(77));
        View view = cluster.view();
        assertThat(cluster.commit(next, List.of(new StoreChange.Retake(mark(BOUND))))
                        .refused())
                .isEmpty();
        say(Set.of(BOUND, MARKED));
        assertThat(mark(BOUND).isAttachedTo(next)).isTrue();
        assertThat(mark(MARKED).owner()).isEqualTo(HEIR);
        assertThat(cluster.view().nodes().get(DEAD)).isEqualTo(view.nodes().get(DEAD));
    }

    @Test
    void nothingIsHandedOverOrEndedWhileAnAddressIsStillBound() {
        assertThatThrownBy(() -> leaseRelease.release(DEAD, IncarnationRecord.held("1", incarnation(DEAD), dead), _ -> {
                    throw new IOException("still bound");
                }))
                .hasMessage("still bound");
        assertThat(mark(BOUND).owner()).isEqualTo(DEAD);
        assertThat(cluster.left(dead)).isPresent();
    }

    @Test
    void theLeaseEndsEvenIfNothingCanBeHandedOver() throws Exception {
        store.inject(Fault.LOST_BEFORE);
        say(Set.of(BOUND));
        assertThat(cluster.view().marks()).containsOnlyKeys(OTHER);
        assertThat(told).containsExactly("nothing is handed over: commit: no answer in time");
    }

    @Test
    void aLateEffectIsHarmless() throws Exception {
        store.inject(Fault.LATE);
        say(Set.of(BOUND));
        claim(HEIR, heir, BOUND);
        Mark claimed = mark(BOUND);
        assertThatThrownBy(store::deliverLate).isInstanceOf(IOException.class);
        assertThat(mark(BOUND)).isEqualTo(claimed);
    }

    @Test
    void itAsksOnceMoreForTheEndOfTheLeaseOfAStoreThatHasAnswered() throws Exception {
        store.inject(Fault.NONE, Fault.LOST_BEFORE);
        say(Set.of(BOUND));
        assertThat(cluster.left(dead)).isEmpty();
        assertThat(told).containsExactly("handed over 1 of 1 addresses", "leave: no answer in time; trying again");
    }

    @Test
    void anUnreachableStoreIsReported() {
        store.setReachable(false);
        var dropped = new AtomicBoolean();
        assertThatThrownBy(() -> leaseRelease.release(DEAD, IncarnationRecord.held("1", incarnation(DEAD), dead), _ -> {
                    dropped.set(true);
                    return Set.of(BOUND);
                }))
                .isInstanceOf(IOException.class);
        assertThat(dropped).isTrue();
        assertThat(cluster.left(dead)).isPresent();
    }

    private void say(Set<VirtualIp> dropped) throws IOException {
        leaseRelease.release(DEAD, IncarnationRecord.held("1", incarnation(DEAD), dead), owned -> {
            ownedByDead.addAll(owned);
            return dropped;
        });
    }

    private LeaseId join(NodeName name) throws IOException {
        return join(name, incarnation(name));
    }

    private LeaseId join(NodeName name, Incarnation incarnation) throws IOException {
        LeaseId lease = cluster.grant(TTL).id();
        var member = new Member(name, incarnation, lease, Member.State.HEALTHY, "", "", "", false, 0);
        Member former = cluster.view().members().get(name);
        StoreChange present =
                former == null ? new StoreChange.PutMember(member) : new StoreChange.ReplaceMember(member, former);
        List<StoreChange> changes = List.of(present, new StoreChange.PutNode(Node.plain(name, incarnation, lease, 0)));
        assertThat(cluster.commit(lease, changes).refused()).isEmpty();
        return lease;
    }

    private void claim(NodeName name, LeaseId lease, VirtualIp ip) throws IOException {
        var claim = new StoreChange.Claim(entry(ip), cluster.view().node(name));
        assertThat(cluster.commit(lease, List.of(claim)).refused()).isEmpty();
    }

    private Mark mark(VirtualIp ip) {
        return Optional.ofNullable(cluster.view().marks().get(ip)).orElseThrow();
    }

    private static Entry entry(VirtualIp ip) {
        return Entry.plain(ip, "/service/yaim/ips/" + ip);
    }

    private static Incarnation incarnation(NodeName name) {
        return Incarnation.of(name.hashCode());
    }
}
