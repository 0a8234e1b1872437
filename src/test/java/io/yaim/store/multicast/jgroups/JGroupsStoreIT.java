package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Order;
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
    private static final List<Keeper> KEEPERS = new ArrayList<>();

    private final boolean isCoordinator;

    /// As they are opened.
    private final List<Keeper> order = new ArrayList<>(KEEPERS);

    private int opened;

    JGroupsStoreIT(boolean isCoordinator) {
        this.isCoordinator = isCoordinator;
        if (!isCoordinator) {
            Collections.rotate(order, -1);
        }
    }

    @BeforeAll
    static void gather() throws IOException {
        var scene = LoopbackScene.group().stale(UNHEARD);
        for (int i = 0; i < MEMBERS; i++) {
            KEEPERS.add(Keeper.enter(scene.assembly(i), pools.resolve("pool" + i), STALE));
        }
        Awaitility.await("one coordinator of all")
                .atMost(Duration.ofMinutes(1))
                .until(() -> KEEPERS.stream().allMatch(keeper -> keeper.isAmong(MEMBERS) && keeper.hasView()));
        KEEPERS.sort(Comparator.comparing(keeper -> !keeper.coordinates()));
    }

    @AfterAll
    static void part() {
        KEEPERS.forEach(Keeper::close);
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
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    KEEPERS.getFirst().wipe();
                    return KEEPERS.stream().allMatch(Keeper::isEmpty);
                });
        assertThat(KEEPERS).allSatisfy(keeper -> assertThat(keeper.told()).isEmpty());
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
        assertThat(order.getLast().desk().hand(new Order.Add(ip, ""))).isTrue();
    }

    @Override
    protected void delete(VirtualIp ip) throws IOException {
        assertThat(order.getLast().desk().hand(new Order.Remove(ip))).isTrue();
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) {
        return KEEPERS.stream()
                .filter(keeper -> keeper.keeps(store))
                .findFirst()
                .orElseThrow()
                .await(expected);
    }
}
