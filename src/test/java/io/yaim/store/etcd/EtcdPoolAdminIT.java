package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.lab.Etcd;
import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The desk at a real etcd.
final class EtcdPoolAdminIT {

    private static final VirtualIp IP = EtcdTestSupport.IP;
    private static final NodeName A = new NodeName("a");
    private static final Incarnation LIFE = Incarnation.of(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Etcd etcd;

    private EtcdPoolAdmin desk;

    @BeforeAll
    static void start() throws Exception {
        etcd = Etcd.start("--unsafe-no-fsync");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    @BeforeEach
    void open() throws Exception {
        etcd.ctl("del", "--prefix", EtcdTestSupport.KEYS.prefix());
        desk = new EtcdPoolAdmin(EtcdTestSupport.settings(PATIENCE, etcd.endpoint()), EtcdTestSupport.CLOCK);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void addsChangesAndRemovesAnEntry() throws Exception {
        assertThat(desk.apply(new AdminRequest.AddEntry(IP, "prefix: 24"))).isTrue();
        assertThat(desk.apply(new AdminRequest.AddEntry(IP, "")))
                .as("it is there")
                .isFalse();
        Entry entry = entry();
        assertThat(entry.prefix()).contains(24);
        assertThat(desk.apply(new AdminRequest.ChangeEntry(entry, "group: g"))).isTrue();
        assertThat(entry().group()).contains("g");
        assertThat(desk.apply(new AdminRequest.SetWish(new Wish.Pin(IP, A)))).isTrue();
        assertThat(desk.apply(new AdminRequest.RemoveEntry(IP))).isTrue();
        assertThat(desk.view().pool()).isEmpty();
        assertThat(desk.view().wishes()).as("and what was wished for it").isEmpty();
        assertThat(desk.apply(new AdminRequest.RemoveEntry(IP))).isFalse();
        assertThat(desk.apply(new AdminRequest.ChangeEntry(entry, ""))).isFalse();
    }

    private Entry entry() throws IOException {
        return Objects.requireNonNull(desk.view().pool().get(IP), "the entry is not there");
    }

    @Test
    void knowsAnEntryThatWasSpeltWithASlash() throws Exception {
        etcd.ctl("put", EtcdTestSupport.KEYS.entry(IP) + "/", "");
        assertThat(desk.apply(new AdminRequest.AddEntry(IP, ""))).isFalse();
        assertThat(desk.apply(new AdminRequest.RemoveEntry(IP))).isTrue();
        assertThat(desk.view().pool()).isEmpty();
    }

    @Test
    void makesAndWithdrawsWishes() throws Exception {
        for (Wish wish : List.of(new Wish.Drain(A), new Wish.Pin(IP, A), new Wish.Pause())) {
            assertThat(desk.apply(new AdminRequest.SetWish(wish))).isTrue();
            assertThat(desk.view().wishes()).containsExactly(wish);
            assertThat(desk.apply(new AdminRequest.WithdrawWish(wish))).isTrue();
            assertThat(desk.apply(new AdminRequest.WithdrawWish(wish))).isFalse();
        }
        assertThat(desk.view().wishes()).isEmpty();
    }

    @Test
    void aMoveEndsWithTheLeaseOfItsTarget() throws Exception {
        try (EtcdStore store = EtcdTestSupport.open(PATIENCE, etcd.endpoint())) {
            LeaseId lease = store.obtainLease(Duration.ofSeconds(60)).id();
            store.view();
            var member = new Member(A, LIFE, lease, Member.State.HEALTHY, "", "", "", false, 0);
            assertThat(store.commit(
                                    lease,
                                    List.of(
                                            new StoreChange.PutMember(member),
                                            new StoreChange.PutNode(Node.plain(A, LIFE, lease, 0))))
                            .refused())
                    .isEmpty();
            desk.apply(new AdminRequest.AddEntry(IP, ""));
            Node node = desk.view().node(A);
            assertThat(desk.apply(new AdminRequest.MoveEntry(IP, node.withRevision(node.revision() - 1))))
                    .as("it has changed meanwhile")
                    .isFalse();
            assertThat(desk.apply(new AdminRequest.MoveEntry(IP, node))).isTrue();
            assertThat(desk.view().wishes()).containsExactly(new Wish.Pin(IP, A));
            store.revokeLease(lease);
            assertThat(desk.view().wishes()).isEmpty();
        }
    }

    @Test
    void tellsThatEtcdIsAway() throws Exception {
        try (var nowhere = new EtcdPoolAdmin(
                EtcdTestSupport.settings(Duration.ofMillis(500), "http://127.0.0.1:1"), EtcdTestSupport.CLOCK)) {
            assertThatThrownBy(nowhere::view).isInstanceOf(IOException.class).hasMessageContaining("127.0.0.1:1");
        }
    }
}
