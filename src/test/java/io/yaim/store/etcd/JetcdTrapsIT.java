package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.IP;
import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.SLACK;
import static io.yaim.store.etcd.EtcdTestSupport.TIMEOUT;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.bytes;
import static io.yaim.store.etcd.EtcdTestSupport.claim;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.failing;
import static io.yaim.store.etcd.EtcdTestSupport.freeze;
import static io.yaim.store.etcd.EtcdTestSupport.join;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static io.yaim.store.etcd.EtcdTestSupport.putEntry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.yaim.lab.Etcd;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.store.LeaseEndedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What jetcd 0.8.7 and etcd 3.4 do that one would not expect: that yaim copes, or that its reason to cope
/// still holds.
final class JetcdTrapsIT {

    private static final Duration TTL = Duration.ofSeconds(60);

    private Etcd etcd;

    @BeforeEach
    void start() throws Exception {
        etcd = Etcd.start("--unsafe-no-fsync");
    }

    @AfterEach
    void stop() throws Exception {
        etcd.thaw();
        etcd.close();
    }

    private TxnResponse transaction(Op... ops) throws Exception {
        try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            return client.getKVClient().txn().Then(ops).commit().get(40, TimeUnit.SECONDS);
        }
    }

    /// By default jetcd queues a call until there is a connection, for ever.
    @Test
    void trap01CallsEndInTimeWhenNobodyIsThere() throws Exception {
        try (EtcdStore store = open(TIMEOUT, "http://127.0.0.1:1")) {
            failing(() -> store.obtainLease(TTL));
            for (int i = 0; i < 5; i++) {
                assertThat(failing(() -> store.obtainLease(TTL))).isLessThan(TIMEOUT.plus(SLACK));
                assertThat(failing(store::view)).isLessThan(TIMEOUT.plus(SLACK));
            }
        }
    }

    /// No answer is not the same as no effect.
    @Test
    void trap02AWriteThatTimedOutMayTakeEffectLater() throws Exception {
        putEntry(etcd);
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            freeze(etcd);
            assertThat(failing(() -> store.commit(self.lease(), List.of(claim(self)))))
                    .isBetween(TIMEOUT.minusMillis(5), TIMEOUT.plus(SLACK));
            etcd.thaw();
            assertThat(await(store, view -> view.marks().containsKey(IP)).marks())
                    .containsKey(IP);
        }
    }

    /// jetcd's own keep-alive would go on while the loop hangs.
    @Test
    void trap03NothingRenewsALeaseButTheLoop() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            LeaseId lease = join(store, Duration.ofSeconds(2));
            eventually(Duration.ofSeconds(1), () -> store.renew(lease));
            Thread.sleep(4000);
            assertThatThrownBy(() -> store.renew(lease)).isInstanceOf(LeaseEndedException.class);
        }
    }

    /// `keepAliveOnce` sends its message again when it has been answered. The second one counts for nothing here.
    @Test
    void trap04ARenewalIsOneCallOfTwoMessages() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            LeaseId lease = join(store, TTL);
            for (int i = 0; i < 10; i++) {
                assertThat(eventually(Duration.ofSeconds(2), () -> store.renew(lease)))
                        .isEqualTo(TTL);
            }
            assertThat(EtcdTestSupport.count(etcd, "grpc_server_started_total", "LeaseKeepAlive"))
                    .isEqualTo(10);
            assertThat(EtcdTestSupport.count(etcd, "grpc_server_msg_received_total", "LeaseKeepAlive"))
                    .isLessThanOrEqualTo(20);
        }
    }

    /// After a kill gRPC backs off, and jetcd resumes a watch where events may be missing.
    @Test
    void trap05ARestartEndsNeitherTheLeaseNorTheView() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            etcd.kill();
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < end) {
                assertThat(failing(() -> store.renew(self.lease()))).isLessThan(TIMEOUT.plus(SLACK));
                Thread.sleep(100);
            }
            etcd.restart();
            putEntry(etcd);
            long back = System.nanoTime();
            eventually(Duration.ofSeconds(10), () -> store.renew(self.lease()));
            assertThat(Duration.ofNanos(System.nanoTime() - back))
                    .isLessThan(EtcdConnection.RECONNECT_INTERVAL.plusSeconds(8));
            assertThat(await(store, view -> view.pool().containsKey(IP)).nodes())
                    .containsKey(self.name());
        }
    }

    /// A hanging etcd keeps its connections; jetcd's calls and its watch notice nothing.
    @Test
    void trap06AHangingEtcdFailsInTimeAndComesBack() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            freeze(etcd);
            for (int i = 0; i < 8; i++) {
                assertThat(failing(() -> store.renew(self.lease()))).isLessThan(TIMEOUT.plus(SLACK));
            }
            etcd.thaw();
            putEntry(etcd);
            eventually(Duration.ofSeconds(5), () -> store.renew(self.lease()));
            await(store, view -> view.pool().containsKey(IP));
        }
    }

    /// Closing a client whose server hangs must not wait for it.
    @Test
    void trap07ClosingNeverHangs() throws Exception {
        EtcdStore store = open(TIMEOUT, etcd.endpoint());
        joinAsNode(store, "a", TTL);
        freeze(etcd);
        failing(() -> store.obtainLease(TTL));
        long begin = System.nanoTime();
        store.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThatThrownBy(store::view).hasMessageContaining("closed");
    }

    /// Each new client brings threads of its own.
    @Test
    void trap08NewClientsLeakNoThreads() throws Exception {
        try (EtcdStore store = open(Duration.ofMillis(100), "http://127.0.0.1:1", "http://127.0.0.1:2")) {
            failing(() -> store.obtainLease(TTL));
            int before = Thread.activeCount();
            for (int i = 0; i < 100; i++) {
                failing(() -> store.obtainLease(TTL));
            }
            assertThat(Thread.activeCount()).isLessThan(before + 20);
        }
    }

    /// With round robin every call may meet the dead one first.
    @Test
    void trap09ADeadEndpointCostsNoCall() throws Exception {
        try (EtcdStore store = open(Duration.ofSeconds(10), "http://127.0.0.1:1", etcd.endpoint())) {
            LeaseId lease = store.obtainLease(TTL).id();
            for (int i = 0; i < 20; i++) {
                store.renew(lease);
            }
        }
    }

    /// etcd's shortest lease is 2 s.
    @Test
    void trap10WhatIsGrantedCounts() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            assertThat(eventually(Duration.ofSeconds(10), () -> store.obtainLease(Duration.ofSeconds(1)))
                            .ttl())
                    .isEqualTo(Duration.ofSeconds(2));
        }
    }

    /// 128 operations at most, and nested transactions share what the outer one leaves.
    @Test
    void trap11TransactionsAreLimited() throws Exception {
        Op one = nested(Op.put(bytes("/a"), bytes(""), PutOption.DEFAULT));
        assertThatThrownBy(() -> transaction(Collections.nCopies(129, one).toArray(Op[]::new)))
                .hasMessageContaining("too many operations");
        Op[] many = IntStream.range(0, EtcdStore.MOST_NESTED_TRANSACTIONS)
                .mapToObj(i -> nested(
                        Op.put(bytes("/a" + i), bytes(""), PutOption.DEFAULT),
                        Op.put(bytes("/b" + i), bytes(""), PutOption.DEFAULT)))
                .toArray(Op[]::new);
        assertThat(transaction(many).getTxnResponses())
                .hasSize(EtcdStore.MOST_NESTED_TRANSACTIONS)
                .allMatch(TxnResponse::isSucceeded);
    }

    /// All comparisons come before the first write, and no key may be written twice; hence a commit is cut.
    @Test
    void trap12ATransactionDoesNotSeeItsOwnWrites() throws Exception {
        Op first = nested(Op.put(bytes("/a"), bytes(""), PutOption.DEFAULT));
        Op second = Op.txn(
                new Cmp[] {new Cmp(bytes("/a"), Cmp.Op.GREATER, CmpTarget.createRevision(0))},
                new Op[] {Op.put(bytes("/b"), bytes(""), PutOption.DEFAULT)},
                new Op[0]);
        assertThat(transaction(first, second).getTxnResponses())
                .extracting(TxnResponse::isSucceeded)
                .containsExactly(true, false);
        assertThatThrownBy(() -> transaction(first, first)).hasMessageContaining("duplicate key");
    }

    /// The copy goes and comes with the mark.
    @Test
    void trap13AMarkAndItsCopyAreOne() throws Exception {
        putEntry(etcd);
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            assertThat(eventually(Duration.ofSeconds(2), () -> store.commit(self.lease(), List.of(claim(self))))
                            .applied())
                    .hasSize(1);
            assertThat(etcd.ctl("get", KEYS.markCopy(IP), "--print-value-only")).isEqualTo("a\n");
            store.revokeLease(self.lease());
            assertThat(etcd.ctl("get", "--prefix", "/", "--keys-only").strip()).isEqualTo(KEYS.entry(IP));
        }
    }

    private static Op nested(Op... writes) {
        return Op.txn(new Cmp[0], writes, new Op[0]);
    }
}
