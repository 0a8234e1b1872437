package io.yaim.cli.afterlife;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.Binding;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
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

class AfterlifeTest {

    private static final Duration NOW = Duration.ofSeconds(100);
    private static final Duration PROOF_ENDS = NOW.plusSeconds(6);
    private static final VirtualIp OURS = VirtualIp.parse("10.0.0.1");
    private static final VirtualIp THEIRS = VirtualIp.parse("10.0.0.2");
    private static final Incarnation SELF = Incarnation.of(1);
    private static final LeaseId LEASE = new LeaseId(7);
    private static final Event KEPT = new Event.Kept(LEASE, List.of(OURS), PROOF_ENDS);

    private final FakeHost host = new FakeHost("a", () -> NOW, FakeHost.Observer.none());
    private final FakeAddresses addresses = new FakeAddresses(host, () -> {});
    private final Book book = new Book();
    private final Logger logger = Logger.getAnonymousLogger();
    private final Afterlife afterlife = new Afterlife(book, "1", SELF, logger);

    private static final class Book implements Guard.Book {

        private Optional<LifeRecord> last = Optional.empty();
        private boolean isFull;

        @Override
        public Optional<LifeRecord> read() {
            return last;
        }

        @Override
        public void write(LifeRecord record) throws IOException {
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
        afterlife.hold(LEASE);
    }

    private void ends(Event event) {
        afterlife.accept(new Cycle(Optional.empty(), List.of(), List.of(event), NOW, NOW, Duration.ZERO, true));
    }

    private Optional<Former> nextFinds() {
        return new Afterlife(book, "1", Incarnation.of(2), logger).former(NOW);
    }

    @Test
    void dropsWhatIsOursHoweverItEnds() throws Exception {
        afterlife.clearUp(addresses);
        assertThat(host.has(OURS)).isFalse();
        assertThat(host.has(THEIRS)).isTrue();
        assertThat(nextFinds()).contains(Former.of(SELF, LEASE));
    }

    @Test
    void leavesWhatItHasKeptToTheNextLife() throws Exception {
        ends(KEPT);
        afterlife.clearUp(addresses);
        assertThat(host.has(OURS)).isTrue();
        assertThat(nextFinds()).contains(new Former(SELF, LEASE, new TreeSet<>(Set.of(OURS)), PROOF_ENDS));
    }

    @Test
    void keepsNothingOfWhichTheNextLifeWouldNotKnow() throws Exception {
        book.isFull = true;
        ends(KEPT);
        afterlife.clearUp(addresses);
        assertThat(host.has(OURS)).isFalse();
        assertThat(nextFinds()).contains(Former.of(SELF, LEASE));
    }

    @Test
    void aLeaseThatHasBeenEndedConcernsNobody() {
        ends(new Event.Left(LEASE));
        assertThat(nextFinds()).isEmpty();
    }
}
