package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Which host had which address when, from `start` to `end` on the scale of [System#nanoTime].
///
/// The order of the events counts, not their times. Of two events of one nanosecond the first came first, and a state
/// between them counts even if it lasted for no time.
public final class AddressHistory {

    private final long start;
    private final long end;
    private final SortedMap<VirtualIp, List<Event>> events = new TreeMap<>();

    /// An address was added to, or removed from, one device of a host. A second addition at the same place changes
    /// nothing.
    ///
    /// @param place the device and the prefix length; an address is on a host as long as it is at one place there
    record Event(long at, String host, VirtualIp ip, String place, boolean isPresent) {}

    /// The hosts that had an address from one event to the next; empty: none.
    ///
    /// @param to when it ended, or the end of the history
    public record Period(VirtualIp ip, SortedSet<String> hosts, long from, long to) {

        public Period {
            hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        }

        public double millis() {
            return (to - from) / 1e6;
        }

        @Override
        public String toString() {
            return "%s on %s for %.3f ms".formatted(ip, hosts, millis());
        }
    }

    AddressHistory(long start, long end, List<Event> events) {
        this.start = start;
        this.end = end;
        for (Event event : events) {
            this.events.computeIfAbsent(event.ip, _ -> new ArrayList<>()).add(event);
        }
    }

    /// The owners of the address, from the start to the end, without a gap.
    public List<Period> periods(VirtualIp ip) {
        var periods = new ArrayList<Period>();
        var places = new TreeMap<String, SortedSet<String>>();
        SortedSet<String> before = new TreeSet<>();
        long from = start;
        for (Event event : events.getOrDefault(ip, List.of())) {
            SortedSet<String> there = places.computeIfAbsent(event.host, _ -> new TreeSet<>());
            if (event.isPresent ? !there.add(event.place) : !there.remove(event.place)) {
                continue;
            }
            SortedSet<String> now = hosts(places);
            if (!now.equals(before)) {
                if (event.at > from || !before.isEmpty()) {
                    periods.add(new Period(ip, before, from, event.at));
                }
                before = now;
                from = event.at;
            }
        }
        periods.add(new Period(ip, before, from, end));
        return periods;
    }

    private static SortedSet<String> hosts(Map<String, SortedSet<String>> places) {
        var hosts = new TreeSet<String>();
        places.forEach((host, there) -> {
            if (!there.isEmpty()) {
                hosts.add(host);
            }
        });
        return hosts;
    }

    /// Every period in which an address was on two hosts or more, however short. Must be empty.
    public List<Period> doubles() {
        return ips().stream()
                .flatMap(ip -> periods(ip).stream())
                .filter(period -> period.hosts.size() > 1)
                .toList();
    }

    /// The longest time after `since` in which no host had the address, in milliseconds.
    public double longestUnowned(VirtualIp ip, long since) {
        return longest(ip, since, end, period -> period.hosts.isEmpty());
    }

    /// The longest time from `since` to `until` in which none of these hosts had the address, in milliseconds.
    public double longestUnowned(VirtualIp ip, Collection<String> among, long since, long until) {
        return longest(ip, since, until, period -> Collections.disjoint(period.hosts, among));
    }

    private double longest(VirtualIp ip, long since, long until, Predicate<Period> isUnowned) {
        long longest = 0;
        long stretch = 0;
        for (Period period : periods(ip)) {
            long passed = Math.max(0, Math.min(period.to, until) - Math.max(period.from, since));
            stretch = isUnowned.test(period) ? stretch + passed : 0;
            longest = Math.max(longest, stretch);
        }
        return longest / 1e6;
    }

    /// The host that has the address at the end; empty when none has it, or several have.
    public Optional<String> owner(VirtualIp ip) {
        SortedSet<String> hosts = periods(ip).getLast().hosts;
        return hosts.size() == 1 ? Optional.of(hosts.first()) : Optional.empty();
    }

    /// How many addresses each of these hosts has at the end.
    public SortedMap<String, Integer> counts(Iterable<String> hosts) {
        var counts = new TreeMap<String, Integer>();
        hosts.forEach(host -> counts.put(host, 0));
        for (VirtualIp ip : ips()) {
            for (String host : periods(ip).getLast().hosts) {
                counts.computeIfPresent(host, (_, count) -> count + 1);
            }
        }
        return counts;
    }

    /// Every address that has been on some host.
    public SortedSet<VirtualIp> ips() {
        return new TreeSet<>(events.keySet());
    }

    /// One line per address: which hosts had it, for how long; for the message of a failed test.
    @Override
    public String toString() {
        var lines = new LinkedHashMap<VirtualIp, List<Period>>();
        ips().forEach(ip -> lines.put(ip, periods(ip)));
        return lines.toString();
    }
}
