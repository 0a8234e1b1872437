package io.yaim.store.multicast;

import io.yaim.model.NodeName;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.participant.PoolStorage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.VersionedPool;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A store in a [MemoryGroup], with what it keeps and what it says.
public final class MemoryGroupMember {

    public static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    public static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final AtomicLong LEASES = new AtomicLong();

    public final MemoryGroup.MemoryChannel channel;
    final MemoryPoolStorage poolStorage;
    final List<String> warnings = new ArrayList<>();
    public final MulticastStore store;

    /// Keeps in memory.
    static final class MemoryPoolStorage implements PoolStorage {

        private VersionedPool versionedPool;

        MemoryPoolStorage(VersionedPool versionedPool) {
            this.versionedPool = versionedPool;
        }

        @Override
        public VersionedPool saved() {
            return versionedPool;
        }

        @Override
        public void save(VersionedPool next) {
            versionedPool = next;
        }
    }

    MemoryGroupMember(MemoryGroup memoryGroup, VersionedPool pool, Runnable bell) {
        this(memoryGroup, pool, bell, new NodeName("a"), Set.of());
    }

    public MemoryGroupMember(
            MemoryGroup memoryGroup, VersionedPool pool, Runnable bell, NodeName name, Set<NodeName> voters) {
        channel = memoryGroup.new MemoryChannel();
        poolStorage = new MemoryPoolStorage(pool);
        var settings = new MulticastSettings(KEYS, TTL, TIMEOUT, voters, Optional.of(name));
        store = new MulticastStore(
                settings,
                memoryGroup::now,
                memoryGroup.monitor(),
                poolStorage,
                LEASES::incrementAndGet,
                new StoreCallbacks(bell, StoreListener.NONE, warnings::add));
        ticks(channel);
        try {
            store.joinGroup(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets the store act at its own times while it uses this channel.
    void ticks(MemoryGroup.MemoryChannel used) {
        used.ticks(new MemoryGroup.Ticking() {
            @Override
            public Optional<Duration> next() {
                return Optional.of(store.nextTick());
            }

            @Override
            public void tick() {
                store.tick();
            }
        });
    }
}
