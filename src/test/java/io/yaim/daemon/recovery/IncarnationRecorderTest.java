package io.yaim.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Binding;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncarnationRecorderTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Duration PROOF_ENDS = NOW.plusSeconds(6);
    private static final VirtualIp OURS = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp THEIRS = VirtualIp.parse("10.0.0.2");
    private static final Incarnation SELF = Incarnation.of(1);
    private static final LeaseId LEASE = new LeaseId("7");
    private static final Event KEPT = new Event.AddressesRetained(LEASE, List.of(OURS), PROOF_ENDS);

    private final FakeHost host = new FakeHost("a", () -> NOW, FakeHost.Observer.none());
    private final FakeAddresses addresses = new FakeAddresses(host, () -> {});
    private final Book book = new Book();
    private final Logger logger = Logger.getAnonymousLogger();
    private final IncarnationRecorder incarnationRecorder = new IncarnationRecorder(book, "1", SELF, logger);

    private static final class Book implements Cleanup.RecordStorage {

        private Optional<IncarnationRecord> last = Optional.empty();
        private boolean isFull;

        @Override
        public Optional<IncarnationRecord> read() {
            return last;
        }

        @Override
        public void write(IncarnationRecord record) throws IOException {
            if (isFull) {
                throw new IOException("no space left on device");
            }
            last = Optional.of(record);
        }
    }

    @BeforeEach
    void aDaemonHoldsAnAddress() throws IOException {
        logger.setLevel(Level.OFF);
        addresses.bind(List.of(new Binding(OURS, "eth0", 32, Optional.empty())), 6);
        host.bindAsAnother(THEIRS, "eth0");
        incarnationRecorder.recordLease(LEASE);
    }

    private void ends(Event event) {
        incarnationRecorder.accept(
                new Cycle(Optional.empty(), List.of(), List.of(event), NOW, NOW, Duration.ZERO, true));
    }

    private Optional<PreviousTenancy> nextFinds() {
        return new IncarnationRecorder(book, "1", Incarnation.of(2), logger).previousTenancy(NOW);
    }

    @Test
    void dropsWhatIsOursHoweverItEnds() throws Exception {
        incarnationRecorder.dropRemaining(addresses);
        assertThat(host.has(OURS)).isFalse();
        assertThat(host.has(THEIRS)).isTrue();
        assertThat(nextFinds()).contains(PreviousTenancy.of(SELF, LEASE));
    }

    @Test
    void leavesRetainedAddressesToTheNextIncarnation() throws Exception {
        ends(KEPT);
        incarnationRecorder.dropRemaining(addresses);
        assertThat(host.has(OURS)).isTrue();
        assertThat(nextFinds()).contains(new PreviousTenancy(SELF, LEASE, new TreeSet<>(Set.of(OURS)), PROOF_ENDS));
    }

    @Test
    void retainsNothingThatTheNextIncarnationWouldNotKnow() throws Exception {
        book.isFull = true;
        ends(KEPT);
        incarnationRecorder.dropRemaining(addresses);
        assertThat(host.has(OURS)).isFalse();
        assertThat(nextFinds()).contains(PreviousTenancy.of(SELF, LEASE));
    }

    @Test
    void aLeaseThatHasBeenEndedIsIgnored() {
        ends(new Event.LeaseReleased(LEASE));
        assertThat(nextFinds()).isEmpty();
    }
}
