package io.yaim.store.etcd;

import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import io.yaim.model.View;
import io.yaim.store.Image;
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

/// Keeps an [Image] of the store: one read, then a watch from there on.
///
/// A watch may die without a word, so the image is read again once a minute, and sooner when something else
/// shows that it is behind. Called by one thread; the watch changes the image on a thread of gRPC, under
/// `lock`. No call to jetcd is made under `lock`, because jetcd calls back under a lock of its own.
final class Mirror implements AutoCloseable {

    static final Duration READ_AGAIN = Duration.ofMinutes(1);

    /// While the watch works, a read that failed is made up for later; not for ever.
    private static final Duration OLDEST_READ = Duration.ofMinutes(3);

    private static final Duration READ_RETRY = Duration.ofSeconds(5);
    private static final Duration WATCH_IS_SLOW = Duration.ofMillis(100);
    private static final Duration WATCH_IS_DEAD = Duration.ofMillis(1500);

    private final KeySpace keys;
    private final Connection connection;
    private final Reader reader;
    private final Supplier<Duration> clock;
    private final Runnable bell;

    private final Object lock = new Object();

    // under lock
    private Optional<Image> image = Optional.empty();
    private Optional<List<KeyEvent>> eventsDuringRead = Optional.empty();
    private long progress;
    private boolean isDoubtful;
    private int watchNumber;

    // of the calling thread
    private Optional<Tap> tap = Optional.empty();
    private Optional<Lead> lead = Optional.empty();
    private long told;
    private Duration readAt = Duration.ZERO;
    private Duration triedAt = Duration.ZERO;

    /// The store was heard to be at this revision, at this time, and the image was not.
    private record Lead(long revision, Duration heardAt) {}

    Mirror(KeySpace keys, Connection connection, Reader reader, Supplier<Duration> clock, Runnable bell) {
        this.keys = keys;
        this.connection = connection;
        this.reader = reader;
        this.clock = clock;
        this.bell = bell;
    }

    /// The picture, at a revision that is not below what [#told] was told.
    View view(Deadline deadline) throws IOException {
        refresh(deadline);
        synchronized (lock) {
            return image.orElseThrow().view();
        }
    }

    /// What is known of a key, without asking.
    Optional<Image.Known> at(String key) {
        synchronized (lock) {
            return image.flatMap(present -> present.at(key));
        }
    }

    /// Whether the image lacks something that this store was told.
    boolean isBehind() {
        return isEmpty() || told > imageRevision();
    }

    /// What the watch or a read has told so far; 0 without an image.
    long imageRevision() {
        synchronized (lock) {
            return image.map(Image::revision).orElse(0L);
        }
    }

    /// The next view has to be at this revision or a later one.
    void told(long revision) {
        told = Math.max(told, revision);
    }

    /// The next view has to be read.
    void doubt() {
        synchronized (lock) {
            isDoubtful = true;
        }
    }

    /// A member is at this revision. Where etcd is shared that is often somebody else's doing, and the
    /// watch has nothing to say; so it is asked for a sign of life first, which costs etcd next to nothing.
    void heard(long revision) {
        if (lead.isEmpty() && revision > reached()) {
            lead = Optional.of(new Lead(revision, clock.get()));
            connection.requestProgress();
        }
    }

    /// Drops everything: the store is not what it was.
    void forget() {
        stopWatching();
        reader.forget();
        synchronized (lock) {
            image = Optional.empty();
            progress = 0;
            isDoubtful = false;
        }
        lead = Optional.empty();
        told = 0;
    }

    @Override
    public void close() {
        stopWatching();
    }

    private void refresh(Deadline deadline) throws IOException {
        awaitTold(deadline);
        lead = lead.filter(present -> present.revision() > reached());
        boolean isSilent =
                lead.filter(present -> isPast(present.heardAt(), WATCH_IS_DEAD)).isPresent();
        if (isBehind() || !isWatching() || isDoubtful() || isSilent) {
            readAfresh(deadline);
        } else if (isPast(readAt, READ_AGAIN) && (reader.isUnderway() || isPast(triedAt, READ_RETRY))) {
            readAgain(deadline);
        }
    }

    /// The watch tells of this node's own changes within a millisecond or so of etcd's answer.
    private void awaitTold(Deadline deadline) throws InterruptedIOException {
        Deadline patience = deadline.within(WATCH_IS_SLOW);
        synchronized (lock) {
            while (image.isPresent() && image.get().revision() < told && isWatching() && !patience.isOver()) {
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
        Image read = reader.read(deadline);
        synchronized (lock) {
            image = Optional.of(read);
            eventsDuringRead = Optional.empty();
            progress = 0;
            isDoubtful = false;
        }
        readAt = clock.get();
        lead = Optional.empty();
        watch(read.revision() + 1);
        awaitTold(deadline);
        if (isBehind()) {
            throw new IOException("etcd watch: at revision " + imageRevision() + ", and was told of " + told);
        }
    }

    /// Holds the image against a read while the watch goes on. What the watch says meanwhile is added to
    /// what was read.
    private void readAgain(Deadline deadline) throws IOException {
        if (!reader.isUnderway()) {
            triedAt = clock.get();
            synchronized (lock) {
                eventsDuringRead = Optional.of(new ArrayList<>());
            }
        }
        Image read;
        try {
            read = reader.read(deadline);
        } catch (StoreWentBackException e) {
            throw e;
        } catch (IOException e) {
            if (isPast(readAt, OLDEST_READ)) {
                throw e;
            }
            return;
        }
        if (replaceBy(read)) {
            readAt = clock.get();
        } else {
            readAfresh(deadline);
        }
    }

    /// Returns whether the watch had told all that was read; if not, it is not to be trusted.
    private boolean replaceBy(Image read) {
        synchronized (lock) {
            Optional<List<KeyEvent>> during = eventsDuringRead;
            eventsDuringRead = Optional.empty();
            during.ifPresent(read::apply);
            boolean isSame =
                    during.isPresent() && image.filter(read::saysTheSameAs).isPresent();
            if (isSame) {
                // and the image knows more: what has gone meanwhile
                image.orElseThrow().confirm(read.revision());
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
                .withRange(Reader.end(keys))
                .withRevision(from)
                .withCreateNotify(true)
                .build();
        var next = new Tap(response -> take(number, response), this::over);
        connection.watch(Reader.bytes(keys.prefix()), option, next);
        tap = Optional.of(next);
    }

    private void stopWatching() {
        synchronized (lock) {
            watchNumber++;
        }
        connection.stopWatching();
        tap = Optional.empty();
    }

    /// On a thread of gRPC.
    private void take(int number, WatchResponse response) {
        synchronized (lock) {
            if (number != watchNumber || image.isEmpty()) {
                return;
            }
            if (response.getHeader().getRevision() < image.get().revision()) {
                isDoubtful = true;
            } else if (response.getEvents().isEmpty()) {
                progress = Math.max(progress, response.getHeader().getRevision());
                return;
            }
            List<KeyEvent> events =
                    response.getEvents().stream().map(Reader::event).toList();
            image.get().apply(events);
            eventsDuringRead = eventsDuringRead.filter(during -> during.size() < Image.MOST_KEYS);
            eventsDuringRead.ifPresent(during -> during.addAll(events));
            lock.notifyAll();
        }
        bell.run();
    }

    /// On whatever thread ends the watch, perhaps under a lock of jetcd's: so nothing but a note is made.
    private void over() {
        synchronized (lock) {
            lock.notifyAll();
        }
        bell.run();
    }

    private boolean isWatching() {
        return tap.filter(present -> !present.isOver()).isPresent();
    }

    private boolean isPast(Duration then, Duration patience) {
        return clock.get().minus(then).compareTo(patience) >= 0;
    }

    private boolean isDoubtful() {
        synchronized (lock) {
            return isDoubtful;
        }
    }

    private boolean isEmpty() {
        synchronized (lock) {
            return image.isEmpty();
        }
    }

    private long reached() {
        synchronized (lock) {
            return Math.max(imageRevision(), progress);
        }
    }
}
