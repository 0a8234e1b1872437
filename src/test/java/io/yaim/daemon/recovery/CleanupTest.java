package io.yaim.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.model.Binding;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final VirtualIp OURS = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp THEIRS = VirtualIp.parse("10.0.0.2");
    private static final String HERE = "4026531840";
    private static final IncarnationRecord HELD = IncarnationRecord.held(HERE, Incarnation.of(1), new LeaseId("7"));

    private final FakeHost host = new FakeHost("a", () -> NOW, FakeHost.Observer.none());
    private final List<String> done = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Optional<IncarnationRecord> last = Optional.empty();
    private Optional<String> storeFailure = Optional.empty();
    private boolean isLegible = true;
    private Set<VirtualIp> owned = Set.of(OURS);

    private final Cleanup cleanup = new Cleanup(
            () -> new FakeAddresses(host, () -> {}),
            (life, drop) -> {
                done.add("bound " + host.has(OURS));
                done.add("dropped " + drop.dropAll(owned) + ", end " + life.lease());
                if (storeFailure.isPresent()) {
                    throw new IOException(storeFailure.get());
                }
            },
            new Book(),
            told::add);

    private final class Book implements Cleanup.RecordStorage {

        @Override
        public Optional<IncarnationRecord> read() throws IOException {
            if (!isLegible) {
                throw new IOException("garbage");
            }
            return last;
        }

        @Override
        public void write(IncarnationRecord record) {
            last = Optional.of(record);
            done.add("write " + record.state());
        }
    }

    @BeforeEach
    void somethingIsBound() throws IOException {
        try (var daemon = new FakeAddresses(host, () -> {})) {
            daemon.bind(List.of(new Binding(OURS, "eth0", 32, Optional.empty())), 6);
        }
        host.bindAsAnother(THEIRS, "eth0");
    }

    @Test
    void dropsThenEndsTheRecordedLeaseThenWritesItDown() throws Exception {
        clear(Optional.of(HELD));
        assertThat(host.has(OURS)).isFalse();
        assertThat(host.has(THEIRS)).isTrue();
        assertThat(done).containsExactly("bound true", "dropped [10.0.0.1], end 7", "write ENDED");
        assertThat(told).containsExactly("dropped 1 of 1 addresses", "ended lease 7");
    }

    /// No other node may have the address while any form of it is here.
    @Test
    void dropsWhatTheIncarnationOwnedInEveryForm() throws Exception {
        owned = Set.of(OURS, THEIRS);
        clear(Optional.of(HELD));
        assertThat(host.has(OURS)).isFalse();
        assertThat(host.has(THEIRS)).isFalse();
        assertThat(told).containsExactly("dropped 2 of 2 addresses", "ended lease 7");
    }

    @Test
    void doesNothingASecondTime() throws Exception {
        clear(Optional.of(HELD));
        done.clear();
        told.clear();
        cleanup.run(HERE, NOW);
        assertThat(done).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void endsNoLeaseWhileSomethingIsStillBound() {
        host.refuse(OURS, "no buffer space");
        assertThatThrownBy(() -> clear(Optional.of(HELD)))
                .isInstanceOf(IOException.class)
                .hasMessage("still bound: 10.0.0.1 on eth0 (no buffer space)");
        assertThat(done).containsExactly("bound true");
    }

    @Test
    void endsNoLeaseWhoseAddressesAreInAnotherNetworkNamespace() {
        var elsewhere = IncarnationRecord.held("1", Incarnation.of(1), new LeaseId("7"));
        assertThatThrownBy(() -> clear(Optional.of(elsewhere)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lease 7 is not ended");
        assertThat(done).isEmpty();
    }

    @Test
    void doesNotTouchRetainedAddressesUntilTheirProofHasEnded() throws Exception {
        clear(Optional.of(HELD.retaining(List.of(OURS), NOW.plusMillis(1))));
        assertThat(host.has(OURS)).isTrue();
        assertThat(done).isEmpty();
        clear(Optional.of(HELD.retaining(List.of(OURS), NOW)));
        assertThat(host.has(OURS)).isFalse();
        assertThat(done).containsExactly("bound true", "dropped [10.0.0.1], end 7", "write ENDED");
    }

    @Test
    void onlyDropsWhereNothingIsWrittenDown() throws Exception {
        clear(Optional.empty());
        assertThat(host.has(OURS)).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void onlyDropsWhereTheRecordCannotBeRead() throws Exception {
        isLegible = false;
        clear(Optional.of(HELD));
        assertThat(host.has(OURS)).isFalse();
        assertThat(done).isEmpty();
        assertThat(told).startsWith("the lease is not known: garbage");
    }

    @Test
    void handsOverAddressesThatExpiredMeanwhile() throws Exception {
        var slow = new Cleanup(
                () -> new FakeAddresses(host, () -> {}),
                (life, drop) -> {
                    host.dropAsAnother(OURS);
                    done.add("had " + drop.dropAll(owned));
                },
                new Book(),
                told::add);
        last = Optional.of(HELD);
        slow.run(HERE, NOW);
        assertThat(done).containsExactly("had [10.0.0.1]", "write ENDED");
        assertThat(told).containsExactly("ended lease 7");
    }

    @Test
    void dropsAlsoWhereTheStoreIsNeverAtHand() {
        var hasty = new Cleanup(
                () -> new FakeAddresses(host, () -> {}),
                (_, _) -> {
                    throw new IOException("the configuration is wrong");
                },
                new Book(),
                told::add);
        last = Optional.of(HELD);
        assertThatThrownBy(() -> hasty.run(HERE, NOW)).hasMessage("the configuration is wrong");
        assertThat(host.has(OURS)).isFalse();
        assertThat(host.has(THEIRS)).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void leavesTheLeaseToTheNextStartWhenTheStoreIsAway() {
        storeFailure = Optional.of("no answer in time");
        assertThatThrownBy(() -> clear(Optional.of(HELD))).hasMessage("no answer in time");
        assertThat(host.has(OURS)).isFalse();
        assertThat(done).doesNotContain("write ENDED");
    }

    private void clear(Optional<IncarnationRecord> record) throws IOException {
        last = record;
        cleanup.run(HERE, NOW);
    }
}
