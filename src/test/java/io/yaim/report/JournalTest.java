package io.yaim.report;

import static io.yaim.report.Passes.IP;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.Event;
import io.yaim.model.Change;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final List<String> lines = new ArrayList<>();
    private final Journal journal = new Journal(logger());

    @Test
    void saysNothingWhenNothingChanges() {
        journal.accept(Passes.with());
        lines.clear();
        journal.accept(Passes.with());
        journal.accept(Passes.with(new Event.Refreshed(1, Duration.ofMillis(1)), new Event.Announced(1)));
        assertThat(lines).isEmpty();
    }

    @Test
    void sumsUpWhatNeighboursWereToldAlone() {
        journal.accept(Passes.with(new Event.Directed(100, 2)));
        journal.accept(Passes.with(new Event.Directed(60, 1)));
        assertThat(lines).noneMatch(line -> line.contains("neighbours-told"));
        journal.accept(Passes.with(new Event.Directed(7, 0)));
        journal.accept(Passes.with(new Event.Directed(3, 0)));
        assertThat(lines).containsSubsequence("INFO neighbours-told {frames=167}", "INFO neighbours-told {frames=3}");
    }

    @Test
    void tellsOfHealthWhenItChanges() {
        journal.accept(Passes.with(new Health.Unhealthy("api: down")));
        journal.accept(Passes.with(new Health.Unhealthy("api: down")));
        journal.accept(Passes.with(new Health.Healthy()));
        assertThat(lines)
                .containsSubsequence("WARNING unhealthy {reason=api: down}", "INFO healthy {}")
                .filteredOn(line -> line.contains("healthy"))
                .hasSize(2);
    }

    @Test
    void tellsManyChangesOfOneKindInOneLine() {
        Node a = Node.plain(new NodeName("a"), Incarnation.of(1), new LeaseId(1), 1);
        VirtualIp other = VirtualIp.parse("10.0.0.2");
        journal.accept(Passes.with(
                new Event.Changed(new Change.Claim(Entry.plain(other, "k"), a)),
                new Event.Changed(new Change.Claim(Entry.plain(IP, "k"), a))));
        assertThat(lines).contains("INFO claimed {count=2, addresses=10.0.0.1,10.0.0.2}");
    }

    @Test
    void tellsAFailureWhenItBeginsAndWhenItIsOver() {
        var failed = new Event.Failed("renew the lease", "no answer");
        journal.accept(Passes.with(failed));
        journal.accept(Passes.with(failed));
        journal.accept(Passes.with(failed));
        journal.accept(Passes.with());
        journal.accept(Passes.with(failed));
        assertThat(lines)
                .filteredOn(line -> line.contains("renew"))
                .containsExactly(
                        "WARNING failed {what=renew the lease, reason=no answer}",
                        "INFO recovered {what=renew the lease}",
                        "WARNING failed {what=renew the lease, reason=no answer}");
    }

    @Test
    void namesWhoeverElseUsesAnAddress() {
        var sighting = new Sighting(IP, "eth0", new HardwareAddress(0x02_42_ac_11_00_07L), Sighting.Kind.HOLDS);
        journal.accept(Passes.with(new Event.ConflictBegan(sighting)));
        journal.accept(Passes.with(new Event.ConflictEnded(sighting)));
        journal.accept(Passes.with(new Event.Answered(sighting)));
        String who = "{count=1, addresses=10.0.0.1, mac=02:42:ac:11:00:07, interface=eth0}";
        assertThat(lines).endsWith("WARNING conflict " + who, "INFO conflict-over " + who, "INFO not-bound-yet " + who);
    }

    @Test
    void whatIsHeardOfOneHostMakesOneLine() {
        var events = new ArrayList<Event>();
        for (int i = 1; i <= 3; i++) {
            events.add(new Event.ConflictBegan(sighting(i, 7)));
        }
        journal.accept(Passes.with(events.toArray(Event[]::new)));
        assertThat(lines)
                .endsWith("WARNING conflict {count=3, addresses=10.0.0.1,10.0.0.2,10.0.0.3, mac=00:00:00:00:00:07,"
                        + " interface=eth0}");
    }

    @Test
    void whoeverFillsTheWireDoesNotFillTheLog() {
        for (int mac = 0; mac < 500; mac++) {
            journal.accept(Passes.with(new Event.ConflictBegan(sighting(1, mac))));
        }
        assertThat(lines).filteredOn(line -> line.contains("conflict")).hasSize(20);
        journal.accept(Passes.at(Passes.NOW.plusSeconds(10), new Event.ConflictBegan(sighting(1, 0))));
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .containsExactly(
                        "WARNING withheld {lines=480, of=conflict, conflict-over, not-bound-yet}",
                        "WARNING conflict {count=1, addresses=10.0.0.1, mac=00:00:00:00:00:00, interface=eth0}");
    }

    private static Sighting sighting(int last, long mac) {
        return new Sighting(VirtualIp.parse("10.0.0." + last), "eth0", new HardwareAddress(mac), Sighting.Kind.HOLDS);
    }

    @Test
    void warnsOnceWhereFailsafeIsAskedForAndNobodyCanBeAsked() {
        journal.accept(Passes.inMode(FailureMode.FAILSAFE));
        journal.accept(Passes.inMode(FailureMode.FAILSAFE));
        assertThat(lines)
                .filteredOn(line -> line.contains("peer-listen"))
                .containsExactly("WARNING released-without-store"
                        + " {reason=an entry says failsafe, and there is no peer-listen}");
    }

    @Test
    void tellsOnceOfAKeyThatIsNotManaged() {
        journal.accept(Passes.withOddity("ips/nonsense: expected an IP address"));
        journal.accept(Passes.withOddity("ips/nonsense: expected an IP address"));
        assertThat(lines)
                .filteredOn(line -> line.contains("nonsense"))
                .containsExactly("WARNING unmanaged {key=ips/nonsense: expected an IP address}");
    }

    @Test
    void namesTheAddressesThatWereBoundUpToALimit() {
        journal.accept(Passes.with(new Event.Bound(List.of(IP), 6)));
        assertThat(lines).contains("INFO bound {count=1, lifetime_s=6, addresses=10.0.0.1}");

        var many = new ArrayList<VirtualIp>();
        for (int i = 1; i <= 200; i++) {
            many.add(VirtualIp.parse("10.0.1." + i));
        }
        journal.accept(Passes.with(new Event.Bound(many, 6)));
        assertThat(lines.getLast()).startsWith("INFO bound {count=200,").endsWith("10.0.1.50,...}");
    }

    private Logger logger() {
        var logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                Object[] parameters = line.getParameters();
                lines.add(line.getLevel() + " " + line.getMessage() + " "
                        + (parameters == null ? "" : String.valueOf(parameters[0])));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return logger;
    }
}
