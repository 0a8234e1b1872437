package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Store;
import io.yaim.store.StoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract on real assemblies: of three members on the loopback device, the one under test coordinates, or
/// another does. They stay together for all tests, and what a test leaves behind is removed.
@ParameterizedClass
@ValueSource(booleans = {true, false})
final class JGroupsStoreIT extends StoreContract {

    /// Longer than any test takes, since nobody renews.
    private static final Duration STALE = Duration.ofSeconds(8);

    /// Nobody is lost here; a busy machine must not seem so.
    private static final Duration UNHEARD = Duration.ofSeconds(20);

    private static final int MEMBERS = 3;

    @TempDir
    private static Path pools;

    /// The coordinator first.
    private static final List<JGroupsStoreMember> KEEPERS = new ArrayList<>();

    private final boolean isCoordinator;

    /// As they are opened.
    private final List<JGroupsStoreMember> order = new ArrayList<>(KEEPERS);

    private int opened;

    JGroupsStoreIT(boolean isCoordinator) {
        this.isCoordinator = isCoordinator;
        if (!isCoordinator) {
            Collections.rotate(order, -1);
        }
    }

    @BeforeAll
    static void gather() throws IOException {
        var scene = LoopbackGroup.group().stale(UNHEARD);
        for (int i = 0; i < MEMBERS; i++) {
            KEEPERS.add(JGroupsStoreMember.enter(scene.assembly(i), pools.resolve("pool" + i), STALE));
        }
        Awaitility.await("one coordinator of all")
                .atMost(Duration.ofMinutes(3))
                .until(() -> KEEPERS.stream()
                        .allMatch(jGroupsStoreMember ->
                                jGroupsStoreMember.isAmong(MEMBERS) && jGroupsStoreMember.hasView()));
        KEEPERS.sort(Comparator.comparing(jGroupsStoreMember -> !jGroupsStoreMember.coordinates()));
    }

    @AfterAll
    static void part() {
        KEEPERS.forEach(JGroupsStoreMember::close);
        KEEPERS.clear();
    }

    @BeforeEach
    void coordinatesOrNot() {
        assertThat(order.getFirst().coordinates()).isEqualTo(isCoordinator);
    }

    @AfterEach
    void leaveNothing() {
        Awaitility.await("an empty store")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    KEEPERS.getFirst().wipe();
                    return KEEPERS.stream().allMatch(JGroupsStoreMember::isEmpty);
                });
        assertThat(KEEPERS)
                .allSatisfy(jGroupsStoreMember ->
                        assertThat(jGroupsStoreMember.told()).isEmpty());
    }

    @Override
    protected Store open(Runnable bell) {
        return order.get(opened++).store(bell);
    }

    @Override
    protected Duration granted(Duration asked) {
        return STALE;
    }

    @Override
    protected void put(VirtualIp ip) throws IOException {
        assertThat(order.getLast().poolAdmin().apply(new AdminRequest.AddEntry(ip, "")))
                .isTrue();
    }

    @Override
    protected void delete(VirtualIp ip) throws IOException {
        assertThat(order.getLast().poolAdmin().apply(new AdminRequest.RemoveEntry(ip)))
                .isTrue();
    }

    @Override
    protected void passTime(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) {
        return KEEPERS.stream()
                .filter(jGroupsStoreMember -> jGroupsStoreMember.keeps(store))
                .findFirst()
                .orElseThrow()
                .await(expected);
    }
}
