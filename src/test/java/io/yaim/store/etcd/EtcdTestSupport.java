package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.yaim.lab.Etcd;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the tests against a real etcd share.
final class EtcdTestSupport {

    static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    static final VirtualIp IP = VirtualIp.parse("10.0.0.5");
    static final Duration TIMEOUT = Duration.ofMillis(500);

    /// How much later than its timeout a call may return on a machine that does other things too.
    static final Duration SLACK = Duration.ofSeconds(2);

    static final Supplier<Duration> CLOCK = () -> Duration.ofNanos(System.nanoTime());

    private EtcdTestSupport() {}

    interface Call<T> {
        T run() throws Exception;
    }

    static EtcdSettings settings(Duration timeout, String... endpoints) {
        return EtcdSettings.plain(Arrays.stream(endpoints).map(URI::create).toList(), KEYS, timeout);
    }

    static EtcdStore open(Duration timeout, String... endpoints) throws IOException {
        return open(settings(timeout, endpoints));
    }

    static EtcdStore open(EtcdSettings settings) throws IOException {
        return new EtcdStore(settings, CLOCK, () -> {}, (operation, took, error) -> {});
    }

    /// Repeats the call until it succeeds. The first one of a process takes seconds on a busy machine.
    static <T> T eventually(Duration patience, Call<T> call) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return call.run();
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            Thread.sleep(20);
        }
    }

    static View await(EtcdStore store, Predicate<View> expected) throws Exception {
        return eventually(Duration.ofSeconds(5), () -> {
            View view = store.view();
            if (!expected.test(view)) {
                throw new IOException("still " + view);
            }
            return view;
        });
    }

    static LeaseId join(EtcdStore store, Duration ttl) throws Exception {
        return eventually(Duration.ofSeconds(10), () -> store.obtainLease(ttl)).id();
    }

    /// Joins and puts the member and the node key.
    static Node joinAsNode(EtcdStore store, String name, Duration ttl) throws Exception {
        LeaseId lease = join(store, ttl);
        var node = Node.plain(new NodeName(name), Incarnation.of(name.hashCode()), lease, 0);
        var member = new Member(node.name(), node.incarnation(), lease, Member.State.HEALTHY, "", "", "", false, 0);
        View view = eventually(Duration.ofSeconds(10), store::view);
        assertThat(view.members()).doesNotContainKey(node.name());
        eventually(
                Duration.ofSeconds(10),
                () -> store.commit(lease, List.of(new StoreChange.PutMember(member), new StoreChange.PutNode(node))));
        return Optional.ofNullable(await(store, seen -> seen.nodes().containsKey(node.name()))
                        .nodes()
                        .get(node.name()))
                .orElseThrow();
    }

    static StoreChange claim(Node self) {
        return new StoreChange.Claim(Entry.plain(IP, KEYS.entry(IP)), self);
    }

    static void putEntry(Etcd etcd) throws IOException {
        etcd.ctl("put", KEYS.entry(IP), "");
    }

    /// Stops etcd and waits until its last thread has noticed; the signal arrives, but not everywhere at
    /// once.
    static void freeze(Etcd etcd) throws Exception {
        etcd.freeze();
        Thread.sleep(100);
    }

    /// How long a call that has to fail took.
    static Duration failing(Call<?> call) throws Exception {
        long begin = System.nanoTime();
        try {
            call.run();
        } catch (IOException e) {
            return Duration.ofNanos(System.nanoTime() - begin);
        }
        throw new AssertionError("did not fail");
    }

    /// Repeats the call, which has to fail, until it does so for this reason.
    static void failsFor(String reason, Call<?> call) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                throw new AssertionError("succeeded with " + call.run());
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            if (last.contains(reason)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("failed for " + last + ", not for " + reason);
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /// A counter of etcd's for one method of gRPC.
    static long count(Etcd etcd, String counter, String method) throws IOException {
        return etcd.metrics()
                .lines()
                .filter(line -> line.startsWith(counter + "{") && line.contains("grpc_method=\"" + method + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
