package io.yaim.store.etcd;

import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import io.yaim.model.View;
import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps a snapshot of the store: one read, then a watch from there on.
///
/// A watch may die without a sign, so the snapshot is read again once a minute, and sooner if something else
/// shows that it is behind. One thread calls it; the watch changes the [SharedSnapshot] on a thread of gRPC.
final class WatchedSnapshot implements AutoCloseable {

    static final Duration READ_AGAIN = Duration.ofMinutes(1);

    /// While the watch works, a failed read is repeated later, but not for ever.
    private static final Duration OLDEST_READ = Duration.ofMinutes(3);

    private static final Duration READ_RETRY = Duration.ofSeconds(5);
    private static final Duration WATCH_IS_SLOW = Duration.ofMillis(100);
    private static final Duration WATCH_IS_DEAD = Duration.ofMillis(1500);

    private final KeySpace keys;
    private final EtcdConnection etcdConnection;
    private final SnapshotReader snapshotReader;
    private final Supplier<Duration> clock;
    private final Runnable bell;

    private final SharedSnapshot snapshot = new SharedSnapshot();

    private Optional<WatchObserver> watchObserver = Optional.empty();
    private Optional<RevisionHint> revisionHint = Optional.empty();
    private long requiredRevision;
    private Duration readAt = Duration.ZERO;
    private Duration triedAt = Duration.ZERO;

    /// At this time the store was at this revision, and the snapshot was behind it.
    private record RevisionHint(long revision, Duration heardAt) {}

    WatchedSnapshot(
            KeySpace keys,
            EtcdConnection etcdConnection,
            SnapshotReader snapshotReader,
            Supplier<Duration> clock,
            Runnable bell) {
        this.keys = keys;
        this.etcdConnection = etcdConnection;
        this.snapshotReader = snapshotReader;
        this.clock = clock;
        this.bell = bell;
    }

    /// Returns the view, at a revision that is not below [#requiredRevision].
    View view(Deadline deadline) throws IOException {
        refresh(deadline);
        return snapshot.view();
    }

    /// Returns what is known of a key, without a request.
    Optional<DecodedSnapshot.KeyState> get(String key) {
        return snapshot.get(key);
    }

    /// Whether the snapshot is older than what this node was told.
    boolean isBehind() {
        return snapshot.isEmpty() || requiredRevision > snapshot.revision();
    }

    /// Returns the revision that is known; 0 if the store has not been read.
    long snapshotRevision() {
        return snapshot.revision();
    }

    /// The next view has to be at this revision or a later one.
    void requiredRevision(long revision) {
        requiredRevision = Math.max(requiredRevision, revision);
    }

    /// The next view has to be read.
    void invalidate() {
        snapshot.invalidate();
    }

    /// Notes that a member of etcd is at this revision. If other programs use etcd too, their changes are often the
    /// reason, and the watch has nothing to report. So the watch is asked for its progress first, which costs
    /// little.
    void noteMemberRevision(long revision) {
        if (revisionHint.isEmpty() && revision > snapshot.watchedRevision()) {
            revisionHint = Optional.of(new RevisionHint(revision, clock.get()));
            etcdConnection.requestProgress();
        }
    }

    /// Forgets everything, because the store has lost changes.
    void reset() {
        stopWatching();
        snapshotReader.reset();
        snapshot.clear();
        revisionHint = Optional.empty();
        requiredRevision = 0;
    }

    @Override
    public void close() {
        stopWatching();
    }

    private void refresh(Deadline deadline) throws IOException {
        awaitRequiredRevision(deadline);
        revisionHint = revisionHint.filter(present -> present.revision() > snapshot.watchedRevision());
        boolean isSilent = revisionHint
                .filter(present -> isPast(present.heardAt(), WATCH_IS_DEAD))
                .isPresent();
        if (isBehind() || !isWatching() || snapshot.isInvalid() || isSilent) {
            readAfresh(deadline);
        } else if (isPast(readAt, READ_AGAIN) && (snapshotReader.isUnderway() || isPast(triedAt, READ_RETRY))) {
            verifyByRead(deadline);
        }
    }

    /// The watch reports this node's own changes about a millisecond after etcd's answer.
    private void awaitRequiredRevision(Deadline deadline) throws InterruptedIOException {
        snapshot.awaitRevision(requiredRevision, this::isWatching, deadline.within(WATCH_IS_SLOW));
    }

    /// Reads a new snapshot, and starts a new watch.
    private void readAfresh(Deadline deadline) throws IOException {
        stopWatching();
        DecodedSnapshot read = snapshotReader.read(deadline);
        snapshot.replaceBy(read);
        readAt = clock.get();
        revisionHint = Optional.empty();
        watch(read.revision() + 1);
        awaitRequiredRevision(deadline);
        if (isBehind()) {
            throw new IOException(
                    "etcd watch: at revision " + snapshot.revision() + ", and was told of " + requiredRevision);
        }
    }

    /// Compares the snapshot with a read while the watch goes on. What the watch reports meanwhile is added to what was
    /// read.
    private void verifyByRead(Deadline deadline) throws IOException {
        if (!snapshotReader.isUnderway()) {
            triedAt = clock.get();
            snapshot.recordEvents();
        }
        DecodedSnapshot read;
        try {
            read = snapshotReader.read(deadline);
        } catch (StoreWentBackException e) {
            throw e;
        } catch (IOException e) {
            if (isPast(readAt, OLDEST_READ)) {
                throw e;
            }
            return;
        }
        if (snapshot.isConfirmedBy(read)) {
            readAt = clock.get();
        } else {
            readAfresh(deadline);
        }
    }

    private void watch(long from) {
        int number = snapshot.nextWatch();
        WatchOption option = WatchOption.builder()
                .withRange(SnapshotReader.rangeEnd(keys))
                .withRevision(from)
                .withCreateNotify(true)
                .build();
        var next = new WatchObserver(response -> onWatchResponse(number, response), this::onWatchEnd);
        etcdConnection.watch(SnapshotReader.bytes(keys.prefix()), option, next);
        watchObserver = Optional.of(next);
    }

    private void stopWatching() {
        snapshot.nextWatch();
        etcdConnection.stopWatching();
        watchObserver = Optional.empty();
    }

    /// On a thread of gRPC.
    private void onWatchResponse(int number, WatchResponse response) {
        if (snapshot.apply(number, response)) {
            bell.run();
        }
    }

    /// On any thread, perhaps under a lock of jetcd. So it only wakes the thread that waits.
    private void onWatchEnd() {
        snapshot.wakeUp();
        bell.run();
    }

    private boolean isWatching() {
        return watchObserver.filter(present -> !present.isOver()).isPresent();
    }

    private boolean isPast(Duration then, Duration patience) {
        return clock.get().minus(then).compareTo(patience) >= 0;
    }
}
