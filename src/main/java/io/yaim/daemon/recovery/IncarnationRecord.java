package io.yaim.daemon.recovery;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The record of a node's incarnation on this host, for its next incarnation or a cleanup.
///
/// @param network the number of the network namespace of its addresses
/// @param retained the addresses that were left bound on purpose
/// @param proofEnds when the kernel has dropped those, since boot
public record IncarnationRecord(
        String network,
        Incarnation incarnation,
        LeaseId lease,
        State state,
        SortedSet<VirtualIp> retained,
        Duration proofEnds) {

    private static final Pattern COMMA = Pattern.compile(",");

    public IncarnationRecord {
        retained = Collections.unmodifiableSortedSet(new TreeSet<>(retained));
    }

    /// The state of the lease. The names are stored in the file.
    public enum State {
        /// It is alive, or nothing has ended it yet.
        HELD,
        /// It is alive, and the addresses are retained for a restart.
        KEPT,
        /// It has been ended.
        ENDED
    }

    static IncarnationRecord held(String network, Incarnation incarnation, LeaseId lease) {
        return new IncarnationRecord(
                network, incarnation, lease, State.HELD, Collections.emptySortedSet(), Duration.ZERO);
    }

    IncarnationRecord retaining(List<VirtualIp> ips, Duration newProofEnds) {
        return new IncarnationRecord(network, incarnation, lease, State.KEPT, new TreeSet<>(ips), newProofEnds);
    }

    IncarnationRecord ended() {
        return new IncarnationRecord(
                network, incarnation, lease, State.ENDED, Collections.emptySortedSet(), Duration.ZERO);
    }

    /// Returns whether retained addresses are still bound.
    boolean isRetainedAt(Duration now) {
        return state == State.KEPT && now.compareTo(proofEnds) < 0;
    }

    /// Returns what the next incarnation in this network namespace needs to know. It must not end the lease of an
    /// incarnation in another namespace, whose addresses may still be bound there.
    Optional<PreviousTenancy> toPreviousTenancy(String presentNetwork, Duration now) {
        if (state == State.ENDED || !network.equals(presentNetwork)) {
            return Optional.empty();
        }
        return Optional.of(
                isRetainedAt(now)
                        ? new PreviousTenancy(incarnation, lease, retained, proofEnds)
                        : PreviousTenancy.of(incarnation, lease));
    }

    Properties toProperties() {
        var written = new Properties();
        written.setProperty("network", network);
        written.setProperty("incarnation", incarnation.value());
        written.setProperty("lease", lease.toString());
        written.setProperty("state", state.name());
        written.setProperty("kept", retained.stream().map(VirtualIp::toString).collect(Collectors.joining(",")));
        written.setProperty("proof-ends-ms", Long.toString(proofEnds.toMillis()));
        return written;
    }

    /// @throws IllegalArgumentException they are not those of an incarnation
    static IncarnationRecord fromProperties(Properties read) {
        var kept = new TreeSet<VirtualIp>();
        for (String ip : COMMA.split(read.getProperty("kept", ""), -1)) {
            if (!ip.isEmpty()) {
                kept.add(VirtualIp.parse(ip));
            }
        }
        return new IncarnationRecord(
                read.getProperty("network", ""),
                new Incarnation(read.getProperty("incarnation", "")),
                new LeaseId(read.getProperty("lease", "")),
                State.valueOf(read.getProperty("state", "")),
                kept,
                Duration.ofMillis(Long.parseLong(read.getProperty("proof-ends-ms", ""))));
    }
}
