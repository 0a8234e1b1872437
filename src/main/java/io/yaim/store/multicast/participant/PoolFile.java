package io.yaim.store.multicast.participant;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Keeps the pool in a JSON file, beside the last pool of the configuration. So a restart does not undo changes by
/// operator requests, and a newly configured pool counts.
///
/// Several threads may use it.
public final class PoolFile implements PoolStorage {

    private static final int LONGEST = 1 << 26;
    private static final int DEPTH = 3;

    /// Addresses in a message about two pools.
    private static final int MOST_NAMED = 10;

    private final Path file;
    private VersionedPool pool;
    private SortedMap<VirtualIp, String> configured;
    private Optional<Configured> lastWanted = Optional.empty();

    /// The pool of the configuration.
    ///
    /// @param version empty: a change of the configuration is the next version
    public record Configured(Optional<Long> version, SortedMap<VirtualIp, String> entries) {

        public Configured {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    private PoolFile(Path file, VersionedPool versionedPool, SortedMap<VirtualIp, String> configured) {
        this.file = file;
        this.pool = versionedPool;
        this.configured = configured;
    }

    /// Reads the file, if it exists.
    ///
    /// @throws IOException it cannot be read, or contains something else
    public static PoolFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new PoolFile(file, VersionedPool.NONE, Collections.emptySortedMap());
        }
        try {
            Object parsed = StrictYaml.parse(Files.readString(file), LONGEST, DEPTH)
                    .orElseThrow(() -> new IllegalArgumentException("it is empty"));
            var fields = Fields.of(parsed, "a pool");
            long version = Long.parseLong(fields.text("version"));
            return new PoolFile(
                    file, new VersionedPool(version, entries(fields, "entries")), entries(fields, "configured"));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": expected the pool that was kept: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized VersionedPool saved() {
        return pool;
    }

    @Override
    public synchronized void save(VersionedPool next) throws IOException {
        pool = next;
        write();
    }

    /// Takes the pool of the configuration, before the start or at a reload.
    ///
    /// @param warnings learns why it has no effect
    /// @return the pool that is kept now; unchanged if the configuration has not changed
    /// @throws IllegalArgumentException it is another pool under a version that is in use
    /// @throws IOException it counts, but cannot be written for a restart
    public synchronized VersionedPool configure(Configured next, Consumer<String> warnings) throws IOException {
        check(next);
        boolean isNews = !next.entries().equals(configured);
        long version = version(next);
        configured = next.entries();
        if (version > pool.version()) {
            pool = new VersionedPool(version, next.entries());
        }
        overruled(next, isNews).ifPresent(warnings);
        if (isNews) {
            write();
        }
        return pool;
    }

    /// The same check without an effect on the pool.
    public synchronized void check(Configured next) {
        lastWanted = Optional.of(next);
        boolean isNews = !next.entries().equals(configured);
        if (isNews && unused().isPresent()) {
            throw new IllegalArgumentException("ips: found another pool under version " + version(next)
                    + ", which the cluster has already; expected a higher version: " + difference(next));
        }
    }

    /// A node that has lost this file could not start with that pool.
    @Override
    public synchronized Optional<String> unused() {
        return lastWanted
                .filter(wanted -> wanted.version().isPresent() && version(wanted) == pool.version())
                .filter(wanted -> !wanted.entries().equals(pool.entries()))
                .map(wanted -> "ips in the configuration are not used: the cluster has another pool under version "
                        + pool.version() + ", too; expected a higher version: " + difference(wanted));
    }

    /// Why the pool that was configured last has no effect, although it may be meant to; empty: it has, or it is that
    /// of the cluster.
    private Optional<String> overruled(Configured next, boolean isNews) {
        return unused().or(() -> Optional.of(next)
                .filter(wanted -> isNews && version(wanted) < pool.version())
                .filter(wanted -> !wanted.entries().equals(pool.entries()))
                .map(wanted -> "ips in the configuration are not used: their version " + version(wanted)
                        + " is lower than the cluster's, " + pool.version() + ": " + difference(wanted)));
    }

    private String difference(Configured wanted) {
        var differences = new ArrayList<String>();
        addNamed(
                differences,
                "only in the configuration",
                wanted.entries(),
                ip -> !pool.entries().containsKey(ip));
        addNamed(
                differences,
                "only in the cluster",
                pool.entries(),
                ip -> !wanted.entries().containsKey(ip));
        addNamed(
                differences,
                "with other options",
                wanted.entries(),
                ip -> pool.entries().containsKey(ip)
                        && !Objects.equals(
                                wanted.entries().get(ip), pool.entries().get(ip)));
        return String.join("; ", differences);
    }

    private static void addNamed(
            List<String> differences, String what, SortedMap<VirtualIp, String> entries, Predicate<VirtualIp> isMeant) {
        List<String> meant = entries.keySet().stream()
                .filter(isMeant)
                .map(VirtualIp::toString)
                .toList();
        if (!meant.isEmpty()) {
            String more = meant.size() > MOST_NAMED ? " and " + (meant.size() - MOST_NAMED) + " more" : "";
            differences.add(what + " " + String.join(", ", meant.subList(0, Math.min(MOST_NAMED, meant.size())))
                    + more);
        }
    }

    /// Version 0 is the version of nodes without a pool.
    private long version(Configured next) {
        boolean isNews = !next.entries().equals(configured);
        return next.version().map(version -> Math.max(1, version)).orElse(isNews ? pool.version() + 1 : pool.version());
    }

    private void write() throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("version", Long.toString(pool.version()));
        fields.put("entries", pool.entries());
        fields.put("configured", configured);
        Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.of(fields) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SortedMap<VirtualIp, String> entries(Fields fields, String name) {
        var entries = new TreeMap<VirtualIp, String>();
        for (Map.Entry<String, Object> each : fields.nested(name).values().entrySet()) {
            if (!(each.getValue() instanceof String options)) {
                throw new IllegalArgumentException(each.getKey() + ": expected text, found " + each.getValue());
            }
            entries.put(VirtualIp.parse(each.getKey()), options);
        }
        return entries;
    }
}
