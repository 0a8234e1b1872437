package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Store.Granted;
import io.yaim.store.Store.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What every [Store] promises; run by each implementation.
public abstract class StoreContract {

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");

    /// Another store on the same cluster, which the implementation closes after the test.
    protected abstract Store open(Runnable bell) throws Exception;

    /// The time to live that is granted to whoever asks for this one.
    protected abstract Duration granted(Duration asked);

    /// Puts a plain entry into the pool, as people do.
    protected abstract void put(VirtualIp ip) throws Exception;

    /// Takes an entry out of the pool, as people do.
    protected abstract void delete(VirtualIp ip) throws Exception;

    /// Lets at least this time pass.
    protected abstract void passTime(Duration time) throws Exception;

    /// The first view of the store that is as expected, within a second or two.
    protected abstract View await(Store store, Predicate<View> expected) throws Exception;

    /// A node on a store of its own that has joined and put its keys.
    private final class Joined {

        private final NodeName name;
        private final Store store;
        private final Incarnation incarnation;
        private LeaseId lease;

        Joined(NodeName name) throws Exception {
            this.name = name;
            this.incarnation = Incarnation.of(name.hashCode());
            this.store = open(() -> {});
            this.lease = store.obtainLease(TTL).id();
            store.view();
            Outcome outcome = store.commit(
                    lease,
                    List.of(
                            new StoreChange.PutMember(member(name, incarnation, lease)),
                            new StoreChange.PutNode(Node.plain(name, incarnation, lease, 0))));
            assertThat(outcome.refused()).isEmpty();
        }

        Node self() throws Exception {
            return at(await(store, view -> view.nodes().containsKey(name)).nodes(), name);
        }

        Mark mark(VirtualIp ip) throws Exception {
            return at(await(store, view -> view.marks().containsKey(ip)).marks(), ip);
        }

        StoreChange.Claim claim(VirtualIp ip) throws Exception {
            Entry entry = at(await(store, view -> view.pool().containsKey(ip)).pool(), ip);
            return new StoreChange.Claim(entry, self());
        }

        boolean does(StoreChange storeChange) throws Exception {
            Outcome outcome = store.commit(lease, List.of(storeChange));
            assertThat(outcome.applied().size() + outcome.refused().size()).isEqualTo(1);
            return outcome.refused().isEmpty();
        }
    }

    private static <K, V> V at(Map<K, V> map, K key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }

    private static Member member(NodeName name, Incarnation incarnation, LeaseId lease) {
        return new Member(
                name,
                incarnation,
                lease,
                Member.State.HEALTHY,
                "all \"well\"\n",
                "http://a:1313",
                "10.0.0.1:1314",
                false,
                0);
    }

    @Test
    void aLeaseOfAnotherStoreHasEnded() throws Exception {
        Store store = open(() -> {});
        for (String value : List.of("of-another-store", "memory", "00000000-0000-0000-0000-000000000001")) {
            var foreign = new LeaseId(value);
            assertThatThrownBy(() -> store.renew(foreign)).isInstanceOf(LeaseEndedException.class);
            assertThatThrownBy(() -> store.commit(foreign, List.of())).isInstanceOf(LeaseEndedException.class);
            store.revokeLease(foreign);
        }
    }

    @Test
    void aLeaseIsKnownByItsTextAlone() throws Exception {
        Store store = open(() -> {});
        String text = store.obtainLease(TTL).id().toString();
        assertThat(store.renew(new LeaseId(text))).isEqualTo(granted(TTL));
    }

    @Test
    void anEmptyStoreGivesAnEmptyView() throws Exception {
        View view = open(() -> {}).view();
        assertThat(view.pool()).isEmpty();
        assertThat(view.marks()).isEmpty();
        assertThat(view.nodes()).isEmpty();
        assertThat(view.members()).isEmpty();
        assertThat(view.unmanagedKeys()).isEmpty();
    }

    @Test
    void aLeaseIsRenewedUntilItIsEnded() throws Exception {
        Store store = open(() -> {});
        Granted granted = store.obtainLease(Duration.ofMillis(9900));
        assertThat(granted.ttl()).isEqualTo(granted(Duration.ofMillis(9900)));
        assertThat(store.renew(granted.id())).isEqualTo(granted.ttl());
        store.revokeLease(granted.id());
        assertThatThrownBy(() -> store.renew(granted.id())).isInstanceOf(LeaseEndedException.class);
        store.revokeLease(granted.id());
    }

    @Test
    void whatPeoplePutAndDeleteIsSeen() throws Exception {
        var rings = new AtomicInteger();
        Store store = open(rings::incrementAndGet);
        store.view();
        put(IP);
        View with = await(store, view -> !view.pool().isEmpty());
        assertThat(with.pool().keySet()).containsExactly(IP);
        assertThat(rings).hasPositiveValue();
        rings.set(0);
        delete(IP);
        assertThat(await(store, view -> view.pool().isEmpty()).revision()).isGreaterThan(with.revision());
        assertThat(rings).hasPositiveValue();
    }

    @Test
    void aRecordOfWitnessesOutlivesTheLeaseAndIsWrittenOnlyAsSeen() throws Exception {
        var a = new Joined(A);
        var b = new Joined(B);
        ConsentRecord fresh = witnesses(a, b);
        assertThat(a.does(new StoreChange.PutConsentRecord(fresh))).isTrue();
        assertThat(a.does(new StoreChange.PutConsentRecord(fresh))).isFalse();
        ConsentRecord first = at(a.store.view().consentRecords(), A);
        assertThat(first.equalsIgnoringRevision(fresh)).isTrue();
        assertThat(a.does(new StoreChange.PutConsentRecord(first))).isTrue();
        ConsentRecord second = at(a.store.view().consentRecords(), A);
        assertThat(second.revision()).isGreaterThan(first.revision());
        assertThat(b.does(new StoreChange.DeleteConsentRecord(first))).isFalse();
        a.store.revokeLease(a.lease);
        assertThat(await(b.store, view -> !view.members().containsKey(A)).consentRecordsOfLostNodes(b.incarnation))
                .containsExactly(second);
        assertThat(b.does(new StoreChange.PutConsentRecord(second))).isFalse();
        assertThat(b.does(new StoreChange.DeleteConsentRecord(second))).isTrue();
        assertThat(b.store.view().consentRecords()).isEmpty();
    }

    @Test
    void neighboursAreToldByAMemberAloneAndGoWithItsLease() throws Exception {
        var a = new Joined(A);
        var b = new Joined(B);
        NeighbourReport first = neighbours(a.incarnation, a.lease, "10.0.0.1");
        assertThat(a.does(new StoreChange.PutNeighbourReport(neighbours(Incarnation.of(77), a.lease, "10.0.0.9"))))
                .isFalse();
        assertThat(a.does(new StoreChange.PutNeighbourReport(first))).isTrue();
        NeighbourReport seen = at(
                await(b.store, view -> view.neighbourReports().containsKey(A)).neighbourReports(), A);
        assertThat(seen.withRevision(0)).isEqualTo(first);
        NeighbourReport second = neighbours(a.incarnation, a.lease, "fe80::1");
        assertThat(a.does(new StoreChange.PutNeighbourReport(second))).isTrue();
        NeighbourReport after = at(a.store.view().neighbourReports(), A);
        assertThat(after.withRevision(0)).isEqualTo(second);
        assertThat(after.revision()).isGreaterThan(seen.revision());
        a.store.revokeLease(a.lease);
        assertThat(await(b.store, view -> !view.members().containsKey(A)).neighbourReports())
                .isEmpty();
        assertThat(b.does(new StoreChange.PutNeighbourReport(second))).isFalse();
    }

    private static NeighbourReport neighbours(Incarnation incarnation, LeaseId lease, String ip) {
        var known = new Neighbour("eth0", VirtualIp.parse(ip), new HardwareAddress(0x02_77_00_00_00_01L));
        return NeighbourReport.of(A, incarnation, lease, List.of(known));
    }

    private static ConsentRecord witnesses(Joined of, Joined witness) {
        var named = new TreeMap<NodeName, ConsentRecord.ConsentPeer>();
        named.put(witness.name, new ConsentRecord.ConsentPeer(witness.incarnation, "10.0.0.2:1314"));
        var tenancy = new Tenancy(of.name, of.incarnation, of.lease);
        return new ConsentRecord(tenancy, "10.0.0.1:1314", Duration.ofSeconds(9), named, 0);
    }

    @Test
    void theNextViewHasWhatWasWritten() throws Exception {
        var a = new Joined(A);
        View view = a.store.view();
        assertThat(at(view.nodes(), A).equalsIgnoringRevision(Node.plain(A, a.incarnation, a.lease, 0)))
                .isTrue();
        assertThat(at(view.members(), A).equalsIgnoringRevision(member(A, a.incarnation, a.lease)))
                .isTrue();
    }

    @Test
    void aMemberKeyIsRewrittenByItsIncarnationAlone() throws Exception {
        var a = new Joined(A);
        assertThat(a.does(new StoreChange.PutMember(member(A, a.incarnation, a.lease))))
                .isTrue();
        assertThat(a.does(new StoreChange.PutMember(member(A, Incarnation.of(77), a.lease))))
                .isFalse();
        a.store.revokeLease(a.lease);
        Store reborn = open(() -> {});
        LeaseId lease = reborn.obtainLease(TTL).id();
        StoreChange again = new StoreChange.PutMember(member(A, Incarnation.of(77), lease));
        assertThat(reborn.commit(lease, List.of(again)).applied()).containsExactly(again);
    }

    /// The marks follow one by one; then the former lease takes nothing along.
    @Test
    void theNextLifeReplacesTheMemberKeyOfItsFormerOneOnce() throws Exception {
        var a = new Joined(A);
        Member former = at(a.store.view().members(), A);
        Store reborn = open(() -> {});
        LeaseId lease = reborn.obtainLease(TTL).id();
        reborn.view();
        StoreChange member = new StoreChange.ReplaceMember(member(A, Incarnation.of(77), lease), former);
        StoreChange node = new StoreChange.PutNode(Node.plain(A, Incarnation.of(77), lease, 0));
        assertThat(reborn.commit(lease, List.of(member, node)).applied()).containsExactly(member, node);
        assertThat(reborn.commit(lease, List.of(member)).refused()).containsExactly(member);
        reborn.revokeLease(a.lease);
        assertThat(reborn.view().nodes()).containsOnlyKeys(A);
    }

    @Test
    void aNodeKeyNeedsTheMemberKeyOfItsIncarnation() throws Exception {
        var a = new Joined(A);
        assertThat(a.does(new StoreChange.PutNode(Node.plain(A, Incarnation.of(77), a.lease, 0))))
                .isFalse();
        assertThat(a.does(new StoreChange.PutNode(Node.plain(B, a.incarnation, a.lease, 0))))
                .isFalse();
        assertThat(a.does(new StoreChange.PutNode(Node.plain(A, a.incarnation, a.lease, 0))))
                .isTrue();
    }

    @Test
    void aNodeKeyIsWithdrawnAndPutAgain() throws Exception {
        var a = new Joined(A);
        Node seen = a.self();
        assertThat(a.store
                        .commit(a.lease, List.of(new StoreChange.DeleteNode(seen), new StoreChange.PutNode(seen)))
                        .refused())
                .isEmpty();
        assertThat(a.does(new StoreChange.DeleteNode(seen))).isFalse();
        assertThat(a.does(new StoreChange.DeleteNode(a.self()))).isTrue();
        assertThat(a.store.view().nodes()).isEmpty();
    }

    @Test
    void anEntryIsMarkedOnce() throws Exception {
        put(IP);
        var a = new Joined(A);
        var b = new Joined(B);
        StoreChange ofB = b.claim(IP);
        assertThat(a.does(a.claim(IP))).isTrue();
        assertThat(b.does(ofB)).isFalse();
        assertThat(b.mark(IP).owner()).isEqualTo(A);
        assertThat(b.mark(IP).isAttachedTo(a.lease)).isTrue();
        assertThat(b.store.view().owner(IP)).contains(a.self());
    }

    @Test
    void aClaimNeedsTheEntry() throws Exception {
        put(IP);
        var a = new Joined(A);
        StoreChange claim = a.claim(IP);
        delete(IP);
        assertThat(a.does(claim)).isFalse();
        assertThat(a.store.view().marks()).isEmpty();
    }

    @Test
    void aClaimNeedsTheNodeKeyAsItWasSeen() throws Exception {
        put(IP);
        var a = new Joined(A);
        StoreChange.Claim claim = a.claim(IP);
        assertThat(a.does(new StoreChange.Claim(claim.entry(), claim.self().withRevision(0))))
                .isFalse();
        assertThat(a.does(new StoreChange.PutNode(claim.self()))).isTrue();
        assertThat(a.does(claim)).isFalse();
        assertThat(a.does(a.claim(IP))).isTrue();
    }

    @Test
    void changesTakeEffectInTheirOrder() throws Exception {
        put(IP);
        var a = new Joined(A);
        StoreChange.Claim claim = a.claim(IP);
        StoreChange rewrite = new StoreChange.PutNode(claim.self());
        assertThat(a.store.commit(a.lease, List.of(rewrite, claim)).refused()).containsExactly(claim);
        StoreChange.Claim again = a.claim(IP);
        assertThat(a.store.commit(a.lease, List.of(again, rewrite)).refused()).isEmpty();
    }

    @Test
    void aRefusalLeavesTheRestAlone() throws Exception {
        var a = new Joined(A);
        var claims = new ArrayList<StoreChange>();
        for (int i = 1; i <= 250; i++) {
            VirtualIp ip = VirtualIp.of(new byte[] {10, 0, 1, (byte) i});
            put(ip);
        }
        View view = await(a.store, seen -> seen.pool().size() == 250);
        Node self = a.self();
        view.pool().values().forEach(entry -> claims.add(new StoreChange.Claim(entry, self)));
        assertThat(a.does(claims.get(100))).isTrue();
        Outcome outcome = a.store.commit(a.lease, claims);
        assertThat(outcome.refused()).containsExactly(claims.remove(100));
        assertThat(outcome.applied()).containsExactlyElementsOf(claims);
        assertThat(a.store.view().marks()).hasSize(250);
    }

    @Test
    void aMarkIsTakenAgainUnderANewLease() throws Exception {
        put(IP);
        var a = new Joined(A);
        assertThat(a.does(a.claim(IP))).isTrue();
        Mark seen = a.mark(IP);
        LeaseId before = a.lease;
        a.lease = a.store.obtainLease(TTL).id();
        assertThat(a.does(new StoreChange.Retake(seen))).isTrue();
        assertThat(a.does(new StoreChange.Retake(seen))).isFalse();
        assertThat(at(a.store.view().marks(), IP).isAttachedTo(a.lease)).isTrue();
        a.store.revokeLease(before);
        assertThat(await(a.store, view -> view.members().isEmpty()).marks()).hasSize(1);
    }

    @Test
    void aMarkIsDeletedAsItWasSeenAlone() throws Exception {
        put(IP);
        var a = new Joined(A);
        assertThat(a.does(a.claim(IP))).isTrue();
        Mark seen = a.mark(IP);
        assertThat(a.does(new StoreChange.Retake(seen))).isTrue();
        assertThat(a.does(new StoreChange.Unmark(seen))).isFalse();
        assertThat(a.does(new StoreChange.Unmark(a.mark(IP)))).isTrue();
        assertThat(a.store.view().marks()).isEmpty();
    }

    @Test
    void aHandOverHangsTheMarkOnTheTargetsLease() throws Exception {
        put(IP);
        var a = new Joined(A);
        var b = new Joined(B);
        assertThat(a.does(a.claim(IP))).isTrue();
        Node target = at(await(a.store, view -> view.nodes().containsKey(B)).nodes(), B);
        assertThat(b.does(new StoreChange.PutNode(target))).isTrue();
        assertThat(a.does(new StoreChange.HandOver(a.mark(IP), target))).isFalse();
        Node present = b.self();
        await(a.store, view -> present.equals(view.nodes().get(B)));
        assertThat(a.does(new StoreChange.HandOver(a.mark(IP), present))).isTrue();
        assertThat(a.store.view().owner(IP)).contains(present);
        a.store.revokeLease(a.lease);
        assertThat(await(b.store, view -> !view.members().containsKey(A)).owner(IP))
                .contains(present);
    }

    @Test
    void aViewTellsOfAMarkThatCameAndWentUnseen() throws Exception {
        put(IP);
        var a = new Joined(A);
        var b = new Joined(B);
        View before = await(a.store, view -> view.pool().containsKey(IP));
        assertThat(b.does(b.claim(IP))).isTrue();
        Mark mark = b.mark(IP);
        assertThat(b.does(new StoreChange.Unmark(mark))).isTrue();
        View after = await(a.store, view -> view.revision() > mark.revision());
        assertThat(after.marks()).isEmpty();
        assertThat(after.markHistory().completeSince()).as("nothing was missed").isLessThanOrEqualTo(before.revision());
        assertThat(after.markHistory().marksGoneSince(before.revision())).containsExactly(mark);
        assertThat(after.markHistory().marksGoneSince(after.revision())).isEmpty();
    }

    @Test
    void leavingTakesEverythingAlong() throws Exception {
        put(IP);
        var a = new Joined(A);
        var b = new Joined(B);
        assertThat(a.does(a.claim(IP))).isTrue();
        a.store.revokeLease(a.lease);
        View view = await(b.store, seen -> !seen.members().containsKey(A));
        assertThat(view.marks()).isEmpty();
        assertThat(view.nodes()).containsOnlyKeys(B);
    }

    @Test
    void aLeaseThatIsNotRenewedTakesEverythingAlong() throws Exception {
        var b = new Joined(B);
        Store store = open(() -> {});
        Granted granted = store.obtainLease(Duration.ofSeconds(2));
        store.commit(granted.id(), List.of(new StoreChange.PutMember(member(A, Incarnation.of(1), granted.id()))));
        await(b.store, view -> view.members().containsKey(A));
        passTime(granted.ttl());
        await(b.store, view -> !view.members().containsKey(A));
        assertThatThrownBy(() -> store.renew(granted.id())).isInstanceOf(LeaseEndedException.class);
    }

    @Test
    void nothingIsWrittenUnderALeaseThatHasEnded() throws Exception {
        put(IP);
        var a = new Joined(A);
        var b = new Joined(B);
        LeaseId ended = b.store.obtainLease(TTL).id();
        b.store.revokeLease(ended);
        StoreChange claim = b.claim(IP);
        assertThatThrownBy(() -> b.store.commit(ended, List.of(claim))).isInstanceOf(LeaseEndedException.class);
        assertThat(a.does(a.claim(IP))).isTrue();
    }
}
