package io.yaim.store.etcd;

import io.etcd.jetcd.watch.WatchResponse;
import io.yaim.model.View;
import io.yaim.store.DecodedSnapshot;
import io.yaim.store.KeyEvent;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The snapshot that the watch changes and the loop reads, from different threads. Each method holds the lock of this
/// object. None of them calls jetcd, because jetcd calls back under a lock of its own.
final class SharedSnapshot {

    private Optional<DecodedSnapshot> snapshot = Optional.empty();
    private Optional<List<KeyEvent>> eventsDuringRead = Optional.empty();
    private long progress;
    private boolean isInvalid;
    private int watchNumber;

    /// There must be a snapshot.
    synchronized View view() {
        return snapshot.orElseThrow().view();
    }

    synchronized Optional<DecodedSnapshot.KeyState> get(String key) {
        return snapshot.flatMap(present -> present.get(key));
    }

    synchronized boolean isEmpty() {
        return snapshot.isEmpty();
    }

    /// The revision of the snapshot; 0 if there is none.
    synchronized long revision() {
        return snapshot.map(DecodedSnapshot::revision).orElse(0L);
    }

    /// Up to which revision the snapshot is complete, whether its keys changed or not.
    synchronized long watchedRevision() {
        return Math.max(revision(), progress);
    }

    synchronized boolean isInvalid() {
        return isInvalid;
    }

    synchronized void invalidate() {
        isInvalid = true;
    }

    synchronized void clear() {
        snapshot = Optional.empty();
        progress = 0;
        isInvalid = false;
    }

    synchronized void replaceBy(DecodedSnapshot read) {
        snapshot = Optional.of(read);
        eventsDuringRead = Optional.empty();
        progress = 0;
        isInvalid = false;
    }

    /// Waits until the snapshot is at this revision, the watch has ended, or the deadline is over.
    synchronized void awaitRevision(long revision, BooleanSupplier isWatching, Deadline deadline)
            throws InterruptedIOException {
        while (snapshot.isPresent()
                && snapshot.get().revision() < revision
                && isWatching.getAsBoolean()
                && !deadline.isOver()) {
            try {
                wait(deadline.left().toMillis() + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("etcd watch: interrupted");
            }
        }
    }

    /// Lets [#awaitRevision] look again.
    synchronized void wakeUp() {
        notifyAll();
    }

    /// From now on the events of the watch are also recorded, for [#isConfirmedBy].
    synchronized void recordEvents() {
        eventsDuringRead = Optional.of(new ArrayList<>());
    }

    /// Returns whether the watch had reported all that was read since [#recordEvents]. If not, it must not be trusted.
    synchronized boolean isConfirmedBy(DecodedSnapshot read) {
        Optional<List<KeyEvent>> during = eventsDuringRead;
        eventsDuringRead = Optional.empty();
        during.ifPresent(read::apply);
        boolean isSame =
                during.isPresent() && snapshot.filter(read::hasSameKeysAs).isPresent();
        if (isSame) {
            // keep the snapshot: it also knows which marks have gone
            snapshot.orElseThrow().advanceTo(read.revision());
        }
        return isSame;
    }

    /// Ends the previous watch, and returns the number of the next.
    synchronized int nextWatch() {
        return ++watchNumber;
    }

    /// Applies what a watch reports. Returns whether the view may have changed.
    ///
    /// @param number of the watch; only the last one counts
    synchronized boolean apply(int number, WatchResponse response) {
        if (number != watchNumber || snapshot.isEmpty()) {
            return false;
        }
        if (response.getHeader().getRevision() < snapshot.get().revision()) {
            isInvalid = true;
        } else if (response.getEvents().isEmpty()) {
            progress = Math.max(progress, response.getHeader().getRevision());
            return false;
        }
        List<KeyEvent> events =
                response.getEvents().stream().map(SnapshotReader::event).toList();
        snapshot.get().apply(events);
        eventsDuringRead = eventsDuringRead.filter(during -> during.size() < DecodedSnapshot.MOST_KEYS);
        eventsDuringRead.ifPresent(during -> during.addAll(events));
        notifyAll();
        return true;
    }
}
