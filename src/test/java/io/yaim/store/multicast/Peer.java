package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A store in a [Hall], with what it keeps and what it says.
final class Peer {

    static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    static final Duration STALE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final AtomicLong LEASES = new AtomicLong();

    final Hall.Bench bench;
    final Kept kept;
    final List<String> told = new ArrayList<>();
    final MulticastStore store;

    /// Keeps in memory.
    static final class Kept implements PoolKeeper {

        private Edition edition;

        Kept(Edition edition) {
            this.edition = edition;
        }

        @Override
        public Edition kept() {
            return edition;
        }

        @Override
        public void keep(Edition next) {
            edition = next;
        }
    }

    Peer(Hall hall, Edition pool, Runnable bell) {
        this(hall, pool, bell, new NodeName("a"), Set.of());
    }

    Peer(Hall hall, Edition pool, Runnable bell, NodeName name, Set<NodeName> voters) {
        bench = hall.new Bench();
        kept = new Kept(pool);
        var settings = new MulticastSettings(KEYS, STALE, TIMEOUT, voters, Optional.of(name));
        store = new MulticastStore(
                settings,
                bench,
                hall::now,
                hall.turns(),
                kept,
                LEASES::incrementAndGet,
                bell,
                StoreListener.NONE,
                told::add);
        bench.ticks(new Hall.Ticking() {
            @Override
            public Optional<Duration> next() {
                return Optional.of(store.next());
            }

            @Override
            public void tick() {
                store.tick();
            }
        });
        bench.enter(store);
    }
}
