package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.SLACK;
import static io.yaim.store.etcd.EtcdTestSupport.TIMEOUT;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static io.yaim.store.etcd.EtcdTestSupport.putEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Etcd;
import io.yaim.model.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A cluster of three, of which one goes away.
final class EtcdEndpointsIT {

    private static final Duration TTL = Duration.ofSeconds(60);

    private List<Etcd> members;
    private EtcdStore store;
    private Node self;

    @BeforeEach
    void start() throws Exception {
        members = Etcd.startCluster(3, "--unsafe-no-fsync");
        store = open(TIMEOUT, members.stream().map(Etcd::endpoint).toArray(String[]::new));
        self = joinAsNode(store, "a", TTL);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        for (Etcd member : members) {
            member.close();
        }
    }

    /// Renews for a while and returns how many calls failed, of those after the first success.
    private int failuresAfterTheFirstSuccess() throws Exception {
        eventually(Duration.ofSeconds(10), () -> store.renew(self.lease()));
        int failures = 0;
        for (int i = 0; i < 20; i++) {
            long begin = System.nanoTime();
            try {
                store.renew(self.lease());
                store.view();
            } catch (IOException e) {
                failures++;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(TIMEOUT.multipliedBy(2).plus(SLACK));
            Thread.sleep(50);
        }
        return failures;
    }

    @Test
    void aHangingMemberIsLeftForGood() throws Exception {
        EtcdTestSupport.freeze(members.getFirst());
        assertThat(failuresAfterTheFirstSuccess()).isZero();
        putEntry(members.getLast());
        await(store, view -> view.pool().containsKey(EtcdTestSupport.IP));
    }

    @Test
    void aKilledMemberIsLeftForGood() throws Exception {
        members.getFirst().kill();
        assertThat(failuresAfterTheFirstSuccess()).isZero();
        putEntry(members.getLast());
        await(store, view -> view.pool().containsKey(EtcdTestSupport.IP));
    }
}
