package io.yaim.report;

import static io.yaim.report.Cycles.IP;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Probations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CycleLoggerTest {

    private final List<String> lines = new ArrayList<>();
    private final CycleLogger cycleLogger = new CycleLogger(logger());

    @Test
    void saysNothingWhenNothingChanges() {
        cycleLogger.accept(Cycles.with());
        lines.clear();
        cycleLogger.accept(Cycles.with());
        cycleLogger.accept(Cycles.with(new Event.Refreshed(1, Duration.ofMillis(1)), new Event.Announced(1)));
        assertThat(lines).isEmpty();
    }

    @Test
    void sumsUpUnicastAnnouncements() {
        cycleLogger.accept(Cycles.with(new Event.UnicastAnnounced(100, 2)));
        cycleLogger.accept(Cycles.with(new Event.UnicastAnnounced(60, 1)));
        assertThat(lines).noneMatch(line -> line.contains("unicast-announced"));
        cycleLogger.accept(Cycles.with(new Event.UnicastAnnounced(7, 0)));
        cycleLogger.accept(Cycles.with(new Event.UnicastAnnounced(3, 0)));
        assertThat(lines)
                .containsSubsequence("INFO unicast-announced {frames=167}", "INFO unicast-announced {frames=3}");
    }

    @Test
    void logsHealthWhenItChanges() {
        cycleLogger.accept(Cycles.with(new Health.Unhealthy("api: down")));
        cycleLogger.accept(Cycles.with(new Health.Unhealthy("api: down")));
        cycleLogger.accept(Cycles.with(new Health.Healthy()));
        assertThat(lines)
                .containsSubsequence("WARNING unhealthy {reason=api: down}", "INFO healthy {}")
                .filteredOn(line -> line.contains("healthy"))
                .hasSize(2);
    }

    @Test
    void logsManyChangesOfOneKindInOneLine() {
        Node a = Node.plain(new NodeName("a"), Incarnation.of(1), new LeaseId("1"), 1);
        VirtualIp other = VirtualIp.parse("10.0.0.2");
        cycleLogger.accept(Cycles.with(
                new Event.ChangeApplied(new StoreChange.Claim(Entry.plain(other, "k"), a)),
                new Event.ChangeApplied(new StoreChange.Claim(Entry.plain(IP, "k"), a))));
        assertThat(lines).contains("INFO claimed {count=2, addresses=10.0.0.1,10.0.0.2}");
    }

    @Test
    void logsAFailureWhenItBeginsAndWhenItEnds() {
        var failed = new Event.Failed("renew the lease", "no answer");
        cycleLogger.accept(Cycles.with(failed));
        cycleLogger.accept(Cycles.with(failed));
        cycleLogger.accept(Cycles.with(failed));
        cycleLogger.accept(Cycles.renewedAt(Cycles.NOW.plusSeconds(1)));
        cycleLogger.accept(Cycles.with(failed));
        assertThat(lines)
                .filteredOn(line -> line.contains("renew"))
                .containsExactly(
                        "WARNING failed {what=renew the lease, reason=no answer}",
                        "INFO recovered {what=renew the lease}",
                        "WARNING failed {what=renew the lease, reason=no answer}");
    }

    @Test
    void logsEachReasonOfAFailureAndTheOneThatCountsNow() {
        cycleLogger.accept(Cycles.with(new Event.Failed("renew the lease", "no answer")));
        cycleLogger.accept(Cycles.with(new Event.Failed("renew the lease", "permission denied")));
        cycleLogger.accept(Cycles.with(new Event.Failed("renew the lease", "permission denied")));
        assertThat(lines)
                .filteredOn(line -> line.contains("renew"))
                .containsExactly(
                        "WARNING failed {what=renew the lease, reason=no answer}",
                        "WARNING failed {what=renew the lease, reason=permission denied}");
    }

    @Test
    void reasonsThatAlternateAreRemindedOfOnceAMinute() {
        for (int i = 0; i < 120; i++) {
            String reason = i % 2 == 0 ? "e1: no answer" : "e2: no leader";
            cycleLogger.accept(
                    Cycles.later(Cycles.with(new Event.Failed("renew the lease", reason)), Duration.ofSeconds(i)));
        }
        assertThat(lines).filteredOn(line -> line.contains("failed")).hasSize(3);
    }

    @Test
    void reasonsThatAlwaysDifferDoNotFillTheLog() {
        for (int i = 0; i < 300; i++) {
            cycleLogger.accept(Cycles.later(
                    Cycles.with(new Event.Failed("renew the lease", "it took " + i + " ms")),
                    Duration.ofMillis(100L * i)));
        }
        assertThat(lines).filteredOn(line -> line.contains("failed")).hasSize(10);
    }

    @Test
    void whatWasNotTriedAgainHasNotRecovered() {
        cycleLogger.accept(Cycles.with(
                new Event.Failed("renew the lease", "no answer"),
                new Event.Failed("write to the store", "no answer"),
                new Event.Failed("bind 10.0.0.1", "no room"),
                new Event.Failed("drop 10.0.0.2", "busy")));
        cycleLogger.accept(Cycles.with());
        assertThat(lines).noneMatch(line -> line.contains("recovered"));
        cycleLogger.accept(Cycles.with(new Event.Bound(List.of(IP), 6)));
        assertThat(lines)
                .filteredOn(line -> line.contains("recovered"))
                .containsExactly("INFO recovered {what=bind 10.0.0.1}");
    }

    @Test
    void warnsWhenTheLinkOfTheNodeIsLost() {
        cycleLogger.accept(Cycles.with());
        cycleLogger.accept(Cycles.withLinkDown());
        cycleLogger.accept(Cycles.with());
        assertThat(lines)
                .containsSubsequence(
                        "INFO healthy {}", "WARNING unhealthy {reason=interface eth0 is down}", "INFO healthy {}");
    }

    @Test
    void logsAProbation() {
        var probation = new Probations.Probation(Duration.ofSeconds(20), Cycles.NOW.plusSeconds(9));
        var probations = new Probations(new TreeMap<>(Map.of("eth0", probation)), Optional.empty());
        cycleLogger.accept(Cycles.onProbation(probations));
        cycleLogger.accept(Cycles.onProbation(probations));
        cycleLogger.accept(Cycles.with());
        assertThat(lines)
                .filteredOn(line -> line.contains("probation"))
                .containsExactly(
                        "WARNING probation {reason=on probation for 20 s: eth0 is up again}", "INFO probation-over {}");
    }

    @Test
    void anotherProgramThatFightsMakesOneWarningAMinute() {
        for (int i = 0; i < 90; i++) {
            cycleLogger.accept(Cycles.later(Cycles.with(new Event.Bound(List.of(IP), 6)), Duration.ofSeconds(i)));
        }
        assertThat(lines)
                .filteredOn(line -> line.contains("10.0.0.1"))
                .containsExactly(
                        "INFO bound {count=1, lifetime_s=6, addresses=10.0.0.1}",
                        "WARNING taken-over-again {count=1, times=1,"
                                + " reason=another program takes them off or changes them, addresses=10.0.0.1}",
                        "WARNING taken-over-again {count=1, times=60,"
                                + " reason=another program takes them off or changes them, addresses=10.0.0.1}");
    }

    @Test
    void whatThisNodeDroppedItselfIsNoFight() {
        var dropped = new Event.Dropped(List.of(new BoundAddress(IP, "eth0", 32, Optional.empty(), true, 6)), "moving");
        for (int i = 0; i < 3; i++) {
            cycleLogger.accept(Cycles.with(new Event.Bound(List.of(IP), 6)));
            cycleLogger.accept(Cycles.with(dropped));
        }
        assertThat(lines).noneMatch(line -> line.contains("taken-over-again"));
        assertThat(lines).filteredOn(line -> line.contains(" bound")).hasSize(3);
    }

    @Test
    void saysOnlyWhatIsNewAboutEntriesThatAreNotBound() {
        cycleLogger.accept(registered(Map.of(IP, "eth1 is down", VirtualIp.parse("10.0.0.2"), "no room")));
        cycleLogger.accept(registered(Map.of(IP, "eth1 is down", VirtualIp.parse("10.0.0.3"), "no room")));
        assertThat(lines)
                .filteredOn(line -> line.contains(" node "))
                .containsExactly(
                        "INFO node {refused=2, reasons=eth1 is down: 10.0.0.1; no room: 10.0.0.2, bindable_again=}",
                        "INFO node {refused=2, reasons=no room: 10.0.0.3, bindable_again=10.0.0.2}");
    }

    private static Cycle registered(Map<VirtualIp, String> unbindable) {
        var node = new Node(
                new NodeName("a"),
                Incarnation.of(1),
                new LeaseId("1"),
                1,
                new TreeMap<>(),
                new TreeMap<>(unbindable),
                new TreeSet<>(),
                1);
        return Cycles.with(new Event.ChangeApplied(new StoreChange.PutNode(node)));
    }

    @Test
    void namesAnotherHostThatUsesAnAddress() {
        var addressSighting =
                new AddressSighting(IP, "eth0", new HardwareAddress(0x02_42_ac_11_00_07L), AddressSighting.Kind.IN_USE);
        cycleLogger.accept(Cycles.with(new Event.ConflictBegan(addressSighting)));
        cycleLogger.accept(Cycles.with(new Event.ConflictEnded(addressSighting)));
        cycleLogger.accept(Cycles.with(new Event.ProbeAnswered(addressSighting)));
        String who = "{count=1, addresses=10.0.0.1, mac=02:42:ac:11:00:07, interface=eth0}";
        assertThat(lines).endsWith("WARNING conflict " + who, "INFO conflict-over " + who, "INFO not-bound-yet " + who);
    }

    @Test
    void whatIsHeardOfOneHostMakesOneLine() {
        var events = new ArrayList<Event>();
        for (int i = 1; i <= 3; i++) {
            events.add(new Event.ConflictBegan(sighting(i, 7)));
        }
        cycleLogger.accept(Cycles.with(events.toArray(Event[]::new)));
        assertThat(lines)
                .endsWith("WARNING conflict {count=3, addresses=10.0.0.1,10.0.0.2,10.0.0.3, mac=00:00:00:00:00:07,"
                        + " interface=eth0}");
    }

    @Test
    void aFloodOnTheNetworkDoesNotFillTheLog() {
        for (int mac = 0; mac < 500; mac++) {
            cycleLogger.accept(Cycles.with(new Event.ConflictBegan(sighting(1, mac))));
        }
        assertThat(lines).filteredOn(line -> line.contains("conflict")).hasSize(20);
        cycleLogger.accept(Cycles.at(Cycles.NOW.plusSeconds(10), new Event.ConflictBegan(sighting(1, 0))));
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .containsExactly(
                        "WARNING suppressed {lines=480, of=conflict, conflict-over, not-bound-yet}",
                        "WARNING conflict {count=1, addresses=10.0.0.1, mac=00:00:00:00:00:00, interface=eth0}");
    }

    private static AddressSighting sighting(int last, long mac) {
        return new AddressSighting(
                VirtualIp.parse("10.0.0." + last), "eth0", new HardwareAddress(mac), AddressSighting.Kind.IN_USE);
    }

    @Test
    void warnsOnceOfFailsafeWithoutAPeerAddress() {
        cycleLogger.accept(Cycles.inMode(FailureMode.FAILSAFE));
        cycleLogger.accept(Cycles.inMode(FailureMode.FAILSAFE));
        assertThat(lines)
                .filteredOn(line -> line.contains("peer-listen"))
                .containsExactly("WARNING released-without-store"
                        + " {reason=an entry says failsafe, and there is no peer-listen}");
    }

    @Test
    void logsAnUnmanagedKeyOnce() {
        cycleLogger.accept(Cycles.withOddity("ips/nonsense: expected an IP address"));
        cycleLogger.accept(Cycles.withOddity("ips/nonsense: expected an IP address"));
        assertThat(lines)
                .filteredOn(line -> line.contains("nonsense"))
                .containsExactly("WARNING unmanaged {key=ips/nonsense: expected an IP address}");
    }

    @Test
    void namesTheAddressesThatWereBoundUpToALimit() {
        cycleLogger.accept(Cycles.with(new Event.Bound(List.of(IP), 6)));
        assertThat(lines).contains("INFO bound {count=1, lifetime_s=6, addresses=10.0.0.1}");

        var many = new ArrayList<VirtualIp>();
        for (int i = 1; i <= 200; i++) {
            many.add(VirtualIp.parse("10.0.1." + i));
        }
        cycleLogger.accept(Cycles.with(new Event.Bound(many, 6)));
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
