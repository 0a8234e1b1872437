package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.RawKey;
import io.yaim.store.UnfinishedCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads all keys of yaim at one revision: linearizable, and in pages, the later ones at the revision of the first.
final class SnapshotReader {

    private static final int PAGE = 5000;

    /// If less time than this is left, no page is requested.
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private static final Duration OLDEST_PART = Duration.ofSeconds(30);

    private final KeySpace keys;
    private final EtcdConnection etcdConnection;
    private final RollbackDetector rollbackDetector;
    private final Supplier<Duration> clock;
    private Optional<PartialRead> underway = Optional.empty();

    SnapshotReader(
            KeySpace keys, EtcdConnection etcdConnection, RollbackDetector rollbackDetector, Supplier<Duration> clock) {
        this.keys = keys;
        this.etcdConnection = etcdConnection;
        this.rollbackDetector = rollbackDetector;
        this.clock = clock;
    }

    /// Reads until the deadline. What is left of a large pool is read by the next call, at the same revision.
    ///
    /// @throws IOException it failed, or there is more to read
    DecodedSnapshot read(Deadline deadline) throws IOException {
        underway = underway.filter(
                partialRead -> clock.get().minus(partialRead.begunAt()).compareTo(OLDEST_PART) < 0);
        if (underway.isEmpty()) {
            Duration begunAt = clock.get();
            GetResponse page = ask(deadline, bytes(keys.prefix()), PAGE, 0);
            underway = Optional.of(
                    new PartialRead(new DecodedSnapshot(keys, page.getHeader().getRevision()), begunAt));
            underway.get().add(page);
        }
        PartialRead partialRead = underway.get();
        while (partialRead.next.isPresent()) {
            if (partialRead.snapshot.size() > DecodedSnapshot.MOST_KEYS) {
                underway = Optional.empty();
                throw new UnfinishedCallException(
                        "more than " + DecodedSnapshot.MOST_KEYS + " keys below " + keys.prefix());
            }
            if (deadline.left().compareTo(SHORTEST) < 0) {
                throw new UnfinishedCallException(
                        "etcd read: " + partialRead.snapshot.size() + " keys so far, and more to come");
            }
            partialRead.add(askForMore(deadline, partialRead));
        }
        underway = Optional.empty();
        return partialRead.snapshot;
    }

    boolean isUnderway() {
        return underway.isPresent();
    }

    void reset() {
        underway = Optional.empty();
    }

    /// Asks the whole cluster for its revision.
    void checkRevision(Deadline deadline) throws IOException {
        ask(deadline, bytes(keys.prefix()), 1, 0);
    }

    static RawKey rawKey(KeyValue kv) {
        return new RawKey(
                key(kv),
                kv.getValue().toString(StandardCharsets.UTF_8),
                kv.getModRevision(),
                kv.getLease() == 0 ? Optional.empty() : Optional.of(NumericLeaseId.of(kv.getLease())));
    }

    static KeyEvent event(WatchEvent event) {
        KeyValue kv = event.getKeyValue();
        return event.getEventType() == WatchEvent.EventType.DELETE
                ? new KeyEvent.Deleted(key(kv), kv.getModRevision())
                : new KeyEvent.Written(rawKey(kv));
    }

    /// Byte by byte, so that no two keys become one; yaim's own are ASCII.
    static String key(KeyValue kv) {
        return kv.getKey().toString(StandardCharsets.ISO_8859_1);
    }

    static ByteSequence bytes(String key) {
        return ByteSequence.from(key, StandardCharsets.ISO_8859_1);
    }

    /// The first key that does not begin with the prefix: `0` follows the closing slash in ASCII.
    static ByteSequence rangeEnd(KeySpace keys) {
        String prefix = keys.prefix();
        return bytes(prefix.substring(0, prefix.length() - 1) + '0');
    }

    private GetResponse ask(Deadline deadline, ByteSequence from, int limit, long revision) throws IOException {
        GetOption option = GetOption.builder()
                .withRange(rangeEnd(keys))
                .withLimit(limit)
                .withRevision(revision)
                .build();
        GetResponse answer = etcdConnection.call(
                "read",
                deadline,
                EtcdConnection.Retry.YES,
                client -> client.getKVClient().get(from, option));
        rollbackDetector.checkClusterAnswer(answer.getHeader());
        return answer;
    }

    private GetResponse askForMore(Deadline deadline, PartialRead partialRead) throws IOException {
        try {
            return ask(deadline, partialRead.next.orElseThrow(), PAGE, partialRead.snapshot.revision());
        } catch (CallFailedException e) {
            if (!e.isRetryable()) {
                // such as a revision that has been compacted meanwhile
                underway = Optional.empty();
            }
            throw e;
        }
    }

    /// A read that is not complete yet.
    private static final class PartialRead {

        private final DecodedSnapshot snapshot;
        private final Duration begunAt;
        private Optional<ByteSequence> next = Optional.empty();

        PartialRead(DecodedSnapshot decodedSnapshot, Duration begunAt) {
            this.snapshot = decodedSnapshot;
            this.begunAt = begunAt;
        }

        Duration begunAt() {
            return begunAt;
        }

        void add(GetResponse page) {
            page.getKvs().forEach(kv -> snapshot.put(rawKey(kv)));
            next = page.isMore() ? Optional.of(bytes(key(page.getKvs().getLast()) + '\0')) : Optional.empty();
        }
    }
}
