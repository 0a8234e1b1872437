package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.IP;
import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.claim;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.failsFor;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Etcd;
import io.yaim.model.Node;
import io.yaim.model.StoreChange;
import io.yaim.setting.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An etcd that wants a password, whose tokens end when they were not used for a second.
final class EtcdAuthIT {

    private static final Duration TTL = Duration.ofSeconds(60);

    /// Checking a password is slow on purpose.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static Etcd etcd;

    @BeforeAll
    static void start() throws Exception {
        etcd = Etcd.start("--unsafe-no-fsync", "--auth-token-ttl=1");
        etcd.ctl("user", "add", "root:top");
        etcd.ctl("user", "add", "yaim:secret");
        etcd.ctl("role", "add", "root");
        etcd.ctl("role", "add", "yaim");
        etcd.ctl("role", "grant-permission", "yaim", "--prefix=true", "readwrite", KEYS.prefix());
        etcd.ctl("user", "grant-role", "root", "root");
        etcd.ctl("user", "grant-role", "yaim", "yaim");
        etcd.ctl("auth", "enable");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    @BeforeEach
    void empty() throws Exception {
        asRoot("del", "--prefix", KEYS.prefix());
        asRoot("put", KEYS.entry(IP), "");
    }

    private static String asRoot(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--user=root:top"));
        all.addAll(List.of(arguments));
        return etcd.ctl(all.toArray(String[]::new));
    }

    private static EtcdSettings settings(String password) {
        return new EtcdSettings(
                List.of(URI.create(etcd.endpoint())),
                Optional.of(new EtcdSettings.Login("yaim", new Secret(password))),
                Optional.empty(),
                Optional.empty(),
                KEYS,
                TIMEOUT);
    }

    @Test
    void aTokenThatEndedCostsNoCall() throws Exception {
        var errors = new ArrayList<String>();
        try (var store = new EtcdStore(
                settings("secret"),
                EtcdTestSupport.CLOCK,
                () -> {},
                (operation, took, error) -> error.ifPresent(errors::add))) {
            Node self = joinAsNode(store, "a", TTL);
            errors.clear();
            StoreChange claim = claim(self);
            Thread.sleep(4000);
            store.renew(self.lease());
            assertThat(store.commit(self.lease(), List.of(claim)).applied()).containsExactly(claim);
            assertThat(store.view().marks()).containsKey(IP);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void theWatchOutlivesTheTokenAndARestart() throws Exception {
        try (EtcdStore store = open(settings("secret"))) {
            Node self = joinAsNode(store, "a", TTL);
            Thread.sleep(3000);
            asRoot("del", KEYS.entry(IP));
            await(store, view -> view.pool().isEmpty());
            etcd.restart();
            eventually(Duration.ofSeconds(10), () -> store.renew(self.lease()));
            asRoot("put", KEYS.entry(IP), "");
            await(store, view -> view.pool().containsKey(IP));
        }
    }

    @Test
    void aWrongPasswordIsToldAtOnce() throws Exception {
        try (EtcdStore store = open(settings("wrong"))) {
            failsFor("authentication failed", () -> store.obtainLease(TTL));
        }
    }

    @Test
    void noUserIsToldAtOnce() throws Exception {
        try (EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            failsFor("user name is empty", store::view);
        }
    }
}
