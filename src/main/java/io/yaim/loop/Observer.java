package io.yaim.loop;

import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Entitlement;
import io.yaim.plan.HealthVerdicts;
import io.yaim.plan.LocalHost;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.RememberedState;
import io.yaim.plan.SeenStore;
import io.yaim.store.UnfinishedCallException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Makes the observation of a cycle. Reads the host, renews the lease when that is due, reads the store, and
/// updates what the loop remembers.
final class Observer {

    private final LoopPorts ports;
    private final LoopParts parts;
    private final Consumer<Event> events;
    private Duration hostReadAt = Duration.ZERO;

    Observer(LoopPorts ports, LoopParts parts, Consumer<Event> events) {
        this.ports = ports;
        this.parts = parts;
        this.events = events;
    }

    /// When the host was read for the last observation.
    Duration hostReadAt() {
        return hostReadAt;
    }

    /// Empty if the host could not be read. A node that cannot read its addresses cannot vouch for them. So it
    /// lets its lease expire.
    Optional<Observation> observe(boolean isLeaving) {
        hostReadAt = ports.clock().now();
        Optional<Host> host = parts.attempts.get("read the addresses", ports.addresses()::readHost);
        host.ifPresent(ports.hostListener());
        return host.map(present -> observe(present, isLeaving));
    }

    private Observation observe(Host host, boolean isLeaving) {
        parts.attempts.run("renew the lease", parts.leaseKeeper::renewIfDue);
        parts.consentProtocol.exchangeMessages(!parts.leaseKeeper.isUnanswered(), provenLease());
        Optional<View> view = parts.leaseKeeper.proof().isPresent()
                ? parts.attempts.get("read the store", this::readStore)
                : Optional.empty();
        Duration now = ports.clock().now();
        view.ifPresent(current -> updateFrom(current, now));
        announceFromNewHardware(host, now);
        parts.conflictDetector.listen(host.ours(), now);
        var verdicts = new HealthVerdicts(
                ports.healthSource().ofNode(), ports.healthSource().ofEntries());
        Optional<View> provenView = parts.leaseKeeper.proof().isPresent() ? view : Optional.empty();
        RememberedState remembered = rememberedState(host, now);
        var seen = new Observation(
                parts.self(),
                now,
                verdicts,
                localHost(host, verdicts.node(), now),
                new Entitlement(parts.leaseKeeper.lease(), parts.consentProtocol.consent()),
                new SeenStore(provenView, ports.store().standing()),
                remembered,
                isLeaving);
        view.ifPresent(
                current -> parts.duplicateNameDetector.update(Planner.hasDuplicateName(seen, current), isLeaving, now));
        return seen;
    }

    /// A read that takes several calls is no failure.
    private View readStore() throws IOException {
        try {
            View view = ports.store().view();
            parts.storeAccess.noteRead();
            return view;
        } catch (UnfinishedCallException e) {
            throw e;
        } catch (IOException e) {
            parts.storeAccess.noteUnreadable();
            throw e;
        }
    }

    /// The neighbours still send to the former hardware address.
    private void announceFromNewHardware(Host host, Duration now) {
        Set<String> changed = parts.hardwareChanges.update(host);
        List<VirtualIp> ips = host.ours().stream()
                .filter(address -> changed.contains(address.interfaceName()))
                .map(BoundAddress::ip)
                .toList();
        if (!ips.isEmpty()) {
            parts.announcementSchedule.startRounds(ips, now);
            events.accept(new Event.HardwareChanged(changed, ips.size()));
        }
    }

    private Optional<LeaseId> provenLease() {
        return parts.leaseKeeper.proof().isPresent() ? parts.leaseKeeper.lease().map(Lease::id) : Optional.empty();
    }

    private void updateFrom(View view, Duration now) {
        parts.leaseKeeper.lease().map(Lease::id).ifPresent(lease -> {
            parts.loopMemory.updateFrom(view, parts.self(), lease, now);
            parts.conflictDetector.updateFrom(view, parts.self().name(), lease, now);
        });
        parts.consentProtocol.updateFrom(view);
        if (parts.previousIncarnation.updateFrom(view)) {
            // addresses that became this node's own only now were not part of the last refresh
            parts.loopMemory.noteRefreshed(new Proof(Duration.ZERO));
        }
        parts.previousIncarnation
                .endableLease(view)
                .ifPresent(lease -> parts.attempts.run("end the previous lease", () -> {
                    ports.store().revokeLease(lease);
                    parts.previousIncarnation.noteLeaseEnded();
                }));
    }

    private LocalHost localHost(Host host, Health health, Duration now) {
        return new LocalHost(
                host,
                parts.loopMemory.refreshTime().estimateFor(host),
                parts.knownNeighbours.refresh(parts.self(), parts.loopMemory.lastView(), host, now),
                parts.probationTracker.update(
                        host, health, parts.self().interfaceName(), parts.loopMemory.lastView(), now));
    }

    private RememberedState rememberedState(Host host, Duration now) {
        parts.announcementSchedule.forgetAllBut(
                host.addresses().stream().map(BoundAddress::ip).collect(Collectors.toSet()));
        return parts.loopMemory.rememberedState(
                parts.announcementSchedule.announceable(now),
                parts.conflictDetector.probeStatus(now),
                parts.consentProtocol.refusedTenancies(),
                parts.previousIncarnation.remainingUnder(parts.leaseKeeper.lease()),
                now);
    }
}
