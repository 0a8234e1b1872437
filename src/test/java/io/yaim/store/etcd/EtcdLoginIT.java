package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.CLOCK;
import static io.yaim.store.etcd.EtcdTestSupport.IP;
import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.TIMEOUT;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.claim;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Etcd;
import io.yaim.model.Node;
import io.yaim.setting.Secret;
import io.yaim.store.StoreListener;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three members of etcd that hash passwords for longer than a call may take, and authentication that is switched on
/// and off.
final class EtcdLoginIT {

    private static final Duration TTL = Duration.ofSeconds(60);

    /// A hash takes longer than the timeout of a call.
    private static final String COSTLY = "--bcrypt-cost=13";

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private List<Etcd> members;
    private EtcdStore store;

    @BeforeEach
    void start() throws Exception {
        members = Etcd.startCluster(3, "--unsafe-no-fsync", COSTLY);
        store = new EtcdStore(
                new EtcdSettings(
                        members.stream().map(Etcd::endpoint).map(URI::create).toList(),
                        Optional.of(new EtcdSettings.Login("yaim", new Secret("secret"))),
                        Optional.empty(),
                        Optional.empty(),
                        KEYS,
                        TIMEOUT),
                CLOCK,
                new StoreCallbacks(() -> {}, StoreListener.NONE, warnings::add));
        for (String user : List.of("root:top", "yaim:secret")) {
            setUp("user", "add", user);
        }
        for (String role : List.of("root", "yaim")) {
            setUp("role", "add", role);
            setUp("user", "grant-role", role, role);
        }
        setUp("role", "grant-permission", "yaim", "--prefix=true", "readwrite", KEYS.prefix());
        setUp("put", KEYS.entry(IP), "");
    }

    /// On a busy machine a hash takes longer than etcd allows a request, which takes effect all the same.
    private void setUp(String... arguments) throws Exception {
        eventually(Duration.ofSeconds(60), () -> {
            try {
                return members.getFirst().ctl(arguments);
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                if (reason.contains("already exists") || reason.contains("already granted")) {
                    return reason;
                }
                throw e;
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        for (Etcd member : members) {
            member.close();
        }
    }

    @Test
    void aLoginThatTakesLongerThanACallIsMadeOnce() throws Exception {
        authEnable();
        joinAsNode(store, "a", TTL);
        assertThat(logins()).isEqualTo(1);
    }

    @Test
    void theTokenServesAtTheNextEndpoint() throws Exception {
        authEnable();
        Node self = joinAsNode(store, "a", TTL);
        members.getFirst().kill();
        eventually(Duration.ofSeconds(20), () -> store.renew(self.lease()));
        assertThat(eventually(Duration.ofSeconds(20), () -> store.commit(self.lease(), List.of(claim(self))))
                        .applied())
                .hasSize(1);
        assertThat(logins()).isZero(); // those of the members that live
    }

    /// Renewals need no token, so a lease does not depend on how long the login takes.
    @Test
    void aRestartThatForgotAllTokensLosesNoLease() throws Exception {
        authEnable();
        Node self = joinAsNode(store, "a", TTL);
        for (Etcd member : members) {
            member.kill();
        }
        startTogether();
        Duration back = CLOCK.get();
        eventually(Duration.ofSeconds(40), () -> store.renew(self.lease()));
        boolean wasRenewedBeforeTheLogin = logins() == 0 || !isReadable();
        await(store, view -> view.nodes().containsKey(self.name()));
        assertThat(wasRenewedBeforeTheLogin).isTrue();
        assertThat(logins()).isEqualTo(1);
        assertThat(CLOCK.get().minus(back)).isLessThan(TTL);
    }

    @Test
    void goesOnWhenAuthenticationIsSwitchedOffAndOn() throws Exception {
        Node self = joinAsNode(store, "a", TTL);
        eventually(Duration.ofSeconds(10), () -> {
            if (warnings.isEmpty()) {
                throw new IOException("not told yet");
            }
            return warnings;
        });
        assertThat(warnings).singleElement().asString().contains("authentication is not enabled");

        authEnable();
        eventually(Duration.ofSeconds(30), () -> store.commit(self.lease(), List.of(claim(self))));
        assertThat(await(store, view -> view.marks().containsKey(IP)).marks()).containsKey(IP);

        asRoot("auth", "disable");
        store.renew(self.lease());
        members.getFirst().ctl("del", KEYS.mark(IP));
        await(store, view -> view.marks().isEmpty());
        eventually(Duration.ofSeconds(30), () -> store.commit(self.lease(), List.of(claim(self))));
        await(store, view -> view.marks().containsKey(IP));
    }

    private boolean isReadable() {
        try {
            store.view();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void authEnable() throws IOException {
        members.getFirst().ctl("auth", "enable");
    }

    private void asRoot(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--user=root:top", "--command-timeout=60s", "--dial-timeout=60s"));
        all.addAll(List.of(arguments));
        members.getFirst().ctl(all.toArray(String[]::new));
    }

    private void startTogether() throws Exception {
        var threads = members.stream()
                .map(member -> Thread.ofVirtual().start(() -> restart(member)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void restart(Etcd member) {
        try {
            member.restart();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long logins() throws IOException {
        long all = 0;
        for (Etcd member : members) {
            all += member.isRunning() ? EtcdTestSupport.count(member, "grpc_server_started_total", "Authenticate") : 0;
        }
        return all;
    }
}
