package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.TIMEOUT;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static io.yaim.store.etcd.EtcdTestSupport.putEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Etcd;
import io.yaim.lab.Shell;
import io.yaim.model.Node;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that is not what it was.
final class EtcdWentBackIT {

    private static final Duration TTL = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /// Calls until the store is found to have gone back, and holds that no call succeeds before.
    private static void awaitStepBack(EtcdTestSupport.Call<?> call) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            try {
                throw new AssertionError("succeeded with " + call.run());
            } catch (StoreWentBackException e) {
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("nothing found");
    }

    private static Etcd atTheSamePlace(String endpoint, String... more) throws Exception {
        var flags = new ArrayList<String>();
        flags.add("--unsafe-no-fsync");
        flags.add("--listen-client-urls=" + endpoint);
        flags.add("--advertise-client-urls=" + endpoint);
        flags.addAll(List.of(more));
        return Etcd.start(flags.toArray(String[]::new));
    }

    private static String peerOf(Etcd etcd) throws IOException {
        return etcd.ctl("member", "list").split(", ", -1)[3];
    }

    /// A backup that is restored has the same cluster id and member id, and a lease that was alive then lives
    /// again.
    @Test
    void aRestoredBackupIsNoticedByTheNextRenewal() throws Exception {
        Etcd before = Etcd.start("--unsafe-no-fsync");
        try (EtcdStore store = open(TIMEOUT, before.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            String backup = directory.resolve("backup").toString();
            before.ctl("snapshot", "save", backup);
            putEntry(before);
            await(store, view -> view.pool().size() == 1);

            String peer = peerOf(before);
            before.close();
            String data = directory.resolve("restored").toString();
            Shell.run(
                    "env",
                    "ETCDCTL_API=3",
                    "etcdctl",
                    "snapshot",
                    "restore",
                    backup,
                    "--data-dir=" + data,
                    "--name=m0",
                    "--initial-cluster=m0=" + peer,
                    "--initial-advertise-peer-urls=" + peer);
            try (Etcd _ = atTheSamePlace(
                    before.endpoint(),
                    "--data-dir=" + data,
                    "--listen-peer-urls=" + peer,
                    "--initial-advertise-peer-urls=" + peer,
                    "--initial-cluster=m0=" + peer)) {
                awaitStepBack(() -> store.renew(self.lease()));
                assertThat(eventually(Duration.ofSeconds(5), store::view).pool())
                        .isEmpty();
                assertThat(store.renew(self.lease())).isEqualTo(TTL);
                putEntry(before);
                await(store, view -> view.pool().size() == 1);
            }
        } finally {
            before.kill();
        }
    }

    @Test
    void anotherClusterIsNoticed() throws Exception {
        Etcd before = Etcd.start("--unsafe-no-fsync");
        try (EtcdStore store = open(TIMEOUT, before.endpoint())) {
            joinAsNode(store, "a", TTL);
            before.close();
            try (Etcd _ = atTheSamePlace(before.endpoint())) {
                awaitStepBack(() -> store.obtainLease(TTL));
                assertThat(eventually(Duration.ofSeconds(5), store::view).members())
                        .isEmpty();
                joinAsNode(store, "a", TTL);
            }
        } finally {
            before.kill();
        }
    }
}
