package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.lab.Etcd;
import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Order;
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
final class EtcdDeskIT {

    private static final VirtualIp IP = Lab.IP;
    private static final NodeName A = new NodeName("a");
    private static final Incarnation LIFE = Incarnation.of(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static Etcd etcd;

    private EtcdDesk desk;

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
        etcd.ctl("del", "--prefix", Lab.KEYS.prefix());
        desk = new EtcdDesk(Lab.settings(PATIENCE, etcd.endpoint()), Lab.CLOCK);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void addsChangesAndRemovesAnEntry() throws Exception {
        assertThat(desk.hand(new Order.Add(IP, "prefix: 24"))).isTrue();
        assertThat(desk.hand(new Order.Add(IP, ""))).as("it is there").isFalse();
        Entry entry = entry();
        assertThat(entry.prefix()).contains(24);
        assertThat(desk.hand(new Order.Change(entry, "group: g"))).isTrue();
        assertThat(entry().group()).contains("g");
        assertThat(desk.hand(new Order.Make(new Wish.Pin(IP, A)))).isTrue();
        assertThat(desk.hand(new Order.Remove(IP))).isTrue();
        assertThat(desk.view().pool()).isEmpty();
        assertThat(desk.view().wishes()).as("and what was wished for it").isEmpty();
        assertThat(desk.hand(new Order.Remove(IP))).isFalse();
        assertThat(desk.hand(new Order.Change(entry, ""))).isFalse();
    }

    private Entry entry() throws IOException {
        return Objects.requireNonNull(desk.view().pool().get(IP), "the entry is not there");
    }

    @Test
    void knowsAnEntryThatWasSpeltWithASlash() throws Exception {
        etcd.ctl("put", Lab.KEYS.entry(IP) + "/", "");
        assertThat(desk.hand(new Order.Add(IP, ""))).isFalse();
        assertThat(desk.hand(new Order.Remove(IP))).isTrue();
        assertThat(desk.view().pool()).isEmpty();
    }

    @Test
    void makesAndWithdrawsWishes() throws Exception {
        for (Wish wish : List.of(new Wish.Drain(A), new Wish.Pin(IP, A), new Wish.Pause())) {
            assertThat(desk.hand(new Order.Make(wish))).isTrue();
            assertThat(desk.view().wishes()).containsExactly(wish);
            assertThat(desk.hand(new Order.Withdraw(wish))).isTrue();
            assertThat(desk.hand(new Order.Withdraw(wish))).isFalse();
        }
        assertThat(desk.view().wishes()).isEmpty();
    }

    @Test
    void aMoveEndsWithTheLeaseOfItsTarget() throws Exception {
        try (EtcdStore store = Lab.open(PATIENCE, etcd.endpoint())) {
            LeaseId lease = store.join(Duration.ofSeconds(60)).id();
            store.view();
            var member = new Member(A, LIFE, lease, Member.State.HEALTHY, "", "", "", false, 0);
            assertThat(store.commit(
                                    lease,
                                    List.of(
                                            new Change.PutMember(member),
                                            new Change.PutNode(Node.plain(A, LIFE, lease, 0))))
                            .refused())
                    .isEmpty();
            desk.hand(new Order.Add(IP, ""));
            Node node = desk.view().node(A);
            assertThat(desk.hand(new Order.Move(IP, node.at(node.revision() - 1))))
                    .as("it has changed meanwhile")
                    .isFalse();
            assertThat(desk.hand(new Order.Move(IP, node))).isTrue();
            assertThat(desk.view().wishes()).containsExactly(new Wish.Pin(IP, A));
            store.leave(lease);
            assertThat(desk.view().wishes()).isEmpty();
        }
    }

    @Test
    void tellsThatEtcdIsAway() throws Exception {
        try (var nowhere = new EtcdDesk(Lab.settings(Duration.ofMillis(500), "http://127.0.0.1:1"), Lab.CLOCK)) {
            assertThatThrownBy(nowhere::view).isInstanceOf(IOException.class).hasMessageContaining("127.0.0.1:1");
        }
    }
}
