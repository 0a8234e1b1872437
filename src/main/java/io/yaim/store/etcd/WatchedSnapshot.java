package io.yaim.store.etcd;

import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import io.yaim.model.View;
import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeyEvent;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps an [DecodedSnapshot] of the store: one read, then a watch from there on.
///
/// A watch may die without a word, so the image is read again once a minute, and sooner when something else
/// shows that it is behind. Called by one thread; the watch changes the image on a thread of gRPC, under
/// `lock`. No call to jetcd is made under `lock`, because jetcd calls back under a lock of its own.
final class WatchedSnapshot implements AutoCloseable {

    static final Duration READ_AGAIN = Duration.ofMinutes(1);

    /// While the watch works, a read that failed is made up for later; not for ever.
    private static final Duration OLDEST_READ = Duration.ofMinutes(3);

    private static final Duration READ_RETRY = Duration.ofSeconds(5);
    private static final Duration WATCH_IS_SLOW = Duration.ofMillis(100);
    private static final Duration WATCH_IS_DEAD = Duration.ofMillis(1500);

    private final KeySpace keys;
    private final EtcdConnection etcdConnection;
    private final SnapshotReader snapshotReader;
    private final Supplier<Duration> clock;
    private final Runnable bell;

    private final Object lock = new Object();

    // under lock
    private Optional<DecodedSnapshot> snapshot = Optional.empty();
    private Optional<List<KeyEvent>> eventsDuringRead = Optional.empty();
    private long progress;
    private boolean isInvalid;
    private int watchNumber;

    // of the calling thread
    private Optional<WatchObserver> watchObserver = Optional.empty();
    private Optional<RevisionHint> revisionHint = Optional.empty();
    private long requiredRevision;
    private Duration readAt = Duration.ZERO;
    private Duration triedAt = Duration.ZERO;

    /// The store was heard to be at this revision, at this time, and the image was not.
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

    /// The picture, at a revision that is not below what [#requiredRevision] was told.
    View view(Deadline deadline) throws IOException {
        refresh(deadline);
        synchronized (lock) {
            return snapshot.orElseThrow().view();
        }
    }

    /// What is known of a key, without asking.
    Optional<DecodedSnapshot.KeyState> get(String key) {
        synchronized (lock) {
            return snapshot.flatMap(present -> present.get(key));
        }
    }

    /// Whether the image lacks something that this store was told.
    boolean isBehind() {
        return isEmpty() || requiredRevision > snapshotRevision();
    }

    /// What the watch or a read has told so far; 0 without an image.
    long snapshotRevision() {
        synchronized (lock) {
            return snapshot.map(DecodedSnapshot::revision).orElse(0L);
        }
    }

    /// The next view has to be at this revision or a later one.
    void requiredRevision(long revision) {
        requiredRevision = Math.max(requiredRevision, revision);
    }

    /// The next view has to be read.
    void invalidate() {
        synchronized (lock) {
            isInvalid = true;
        }
    }

    /// A member is at this revision. Where etcd is shared that is often somebody else's doing, and the
    /// watch has nothing to say; so it is asked for a sign of life first, which costs etcd next to nothing.
    void noteMemberRevision(long revision) {
        if (revisionHint.isEmpty() && revision > watchedRevision()) {
            revisionHint = Optional.of(new RevisionHint(revision, clock.get()));
            etcdConnection.requestProgress();
        }
    }

    /// Drops everything: the store is not what it was.
    void reset() {
        stopWatching();
        snapshotReader.reset();
        synchronized (lock) {
            snapshot = Optional.empty();
            progress = 0;
            isInvalid = false;
        }
        revisionHint = Optional.empty();
        requiredRevision = 0;
    }

    @Override
    public void close() {
        stopWatching();
    }

    private void refresh(Deadline deadline) throws IOException {
        awaitRequiredRevision(deadline);
        revisionHint = revisionHint.filter(present -> present.revision() > watchedRevision());
        boolean isSilent = revisionHint
                .filter(present -> isPast(present.heardAt(), WATCH_IS_DEAD))
                .isPresent();
        if (isBehind() || !isWatching() || isInvalid() || isSilent) {
            readAfresh(deadline);
        } else if (isPast(readAt, READ_AGAIN) && (snapshotReader.isUnderway() || isPast(triedAt, READ_RETRY))) {
            verifyByRead(deadline);
        }
    }

    /// The watch tells of this node's own changes within a millisecond or so of etcd's answer.
    private void awaitRequiredRevision(Deadline deadline) throws InterruptedIOException {
        Deadline patience = deadline.within(WATCH_IS_SLOW);
        synchronized (lock) {
            while (snapshot.isPresent()
                    && snapshot.get().revision() < requiredRevision
                    && isWatching()
                    && !patience.isOver()) {
                try {
                    lock.wait(patience.left().toMillis() + 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("etcd watch: interrupted");
                }
            }
        }
    }

    /// A new image and a new watch.
    private void readAfresh(Deadline deadline) throws IOException {
        stopWatching();
        DecodedSnapshot read = snapshotReader.read(deadline);
        synchronized (lock) {
            snapshot = Optional.of(read);
            eventsDuringRead = Optional.empty();
            progress = 0;
            isInvalid = false;
        }
        readAt = clock.get();
        revisionHint = Optional.empty();
        watch(read.revision() + 1);
        awaitRequiredRevision(deadline);
        if (isBehind()) {
            throw new IOException(
                    "etcd watch: at revision " + snapshotRevision() + ", and was told of " + requiredRevision);
        }
    }

    /// Holds the image against a read while the watch goes on. What the watch says meanwhile is added to
    /// what was read.
    private void verifyByRead(Deadline deadline) throws IOException {
        if (!snapshotReader.isUnderway()) {
            triedAt = clock.get();
            synchronized (lock) {
                eventsDuringRead = Optional.of(new ArrayList<>());
            }
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
        if (confirmBy(read)) {
            readAt = clock.get();
        } else {
            readAfresh(deadline);
        }
    }

    /// Returns whether the watch had told all that was read; if not, it is not to be trusted.
    private boolean confirmBy(DecodedSnapshot read) {
        synchronized (lock) {
            Optional<List<KeyEvent>> during = eventsDuringRead;
            eventsDuringRead = Optional.empty();
            during.ifPresent(read::apply);
            boolean isSame =
                    during.isPresent() && snapshot.filter(read::hasSameKeysAs).isPresent();
            if (isSame) {
                // and the image knows more: what has gone meanwhile
                snapshot.orElseThrow().advanceTo(read.revision());
            }
            return isSame;
        }
    }

    private void watch(long from) {
        int number;
        synchronized (lock) {
            number = ++watchNumber;
        }
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
        synchronized (lock) {
            watchNumber++;
        }
        etcdConnection.stopWatching();
        watchObserver = Optional.empty();
    }

    /// On a thread of gRPC.
    private void onWatchResponse(int number, WatchResponse response) {
        synchronized (lock) {
            if (number != watchNumber || snapshot.isEmpty()) {
                return;
            }
            if (response.getHeader().getRevision() < snapshot.get().revision()) {
                isInvalid = true;
            } else if (response.getEvents().isEmpty()) {
                progress = Math.max(progress, response.getHeader().getRevision());
                return;
            }
            List<KeyEvent> events =
                    response.getEvents().stream().map(SnapshotReader::event).toList();
            snapshot.get().apply(events);
            eventsDuringRead = eventsDuringRead.filter(during -> during.size() < DecodedSnapshot.MOST_KEYS);
            eventsDuringRead.ifPresent(during -> during.addAll(events));
            lock.notifyAll();
        }
        bell.run();
    }

    /// On whatever thread ends the watch, perhaps under a lock of jetcd's: so nothing but a note is made.
    private void onWatchEnd() {
        synchronized (lock) {
            lock.notifyAll();
        }
        bell.run();
    }

    private boolean isWatching() {
        return watchObserver.filter(present -> !present.isOver()).isPresent();
    }

    private boolean isPast(Duration then, Duration patience) {
        return clock.get().minus(then).compareTo(patience) >= 0;
    }

    private boolean isInvalid() {
        synchronized (lock) {
            return isInvalid;
        }
    }

    private boolean isEmpty() {
        synchronized (lock) {
            return snapshot.isEmpty();
        }
    }

    private long watchedRevision() {
        synchronized (lock) {
            return Math.max(snapshotRevision(), progress);
        }
    }
}
