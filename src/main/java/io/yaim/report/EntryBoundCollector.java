package io.yaim.report;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.yaim.loop.cycle.Clock;
import io.yaim.model.BoundAddress;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reports for each entry whether it is bound on this node, so that the sum over all nodes is the number of
/// nodes that have it bound. Of large pools it reports the first [#MOST] by address, the same on every node.
///
/// The entries are those of the last view of the store, also while the store is unreachable. An observation
/// that is too old is not reported: the kernel has ended the lifetimes that its loop gave.
final class EntryBoundCollector implements Collector {

    static final int MOST = 1000;

    private final Supplier<Optional<Observation>> last;
    private final Clock clock;
    private final Duration maxAge;

    /// @param maxAge how old an observation may be to be reported
    EntryBoundCollector(Supplier<Optional<Observation>> last, Clock clock, Duration maxAge) {
        this.last = last;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    @Override
    public MetricSnapshot collect() {
        var series = GaugeSnapshot.builder()
                .name("yaim_entry_bound")
                .help("1 while the entry is bound on this node, 0 while not; the first 1,000 entries by address");
        last.get()
                .filter(seen -> clock.now().minus(seen.now()).compareTo(maxAge) <= 0)
                .ifPresent(seen -> add(series, seen));
        return series.build();
    }

    private static void add(GaugeSnapshot.Builder series, Observation seen) {
        Set<VirtualIp> bound = Planner.ours(seen).stream().map(BoundAddress::ip).collect(Collectors.toSet());
        seen.view().or(() -> seen.remembered().lastView()).map(View::pool).stream()
                .flatMap(pool -> pool.keySet().stream())
                .limit(MOST)
                .map(ip -> GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("ip", ip.toString()))
                        .value(bound.contains(ip) ? 1 : 0)
                        .build())
                .forEach(series::dataPoint);
    }
}
