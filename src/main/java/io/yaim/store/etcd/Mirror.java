package io.yaim.store.etcd;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.yaim.model.View;
import io.yaim.store.KeySpace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps an [Image] of the store: one read, then a watch from there on.
///
/// A watch may die without a word, so the image is read again once a minute, and sooner when something else shows that
/// it is behind. Called by one thread; the watch changes the image on a thread of gRPC, under `lock`. No call to jetcd
/// is made under `lock`, because jetcd calls back under a lock of its own.
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
    private Optional<List<WatchEvent>> eventsDuringRead = Optional.empty();
    private long progress;
    private boolean isDoubtful;
    private int watchNumber;

    // of the calling thread
    private Optional<Watching> watching = Optional.empty();
    private Optional<Lead> lead = Optional.empty();
    private long told;
    private Duration readAt = Duration.ZERO;
    private Duration triedAt = Duration.ZERO;

    /// A watch, and the generation of the client that it belongs to.
    private record Watching(Watcher watcher, Tap tap, int generation) {}

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

    /// A member is at this revision. Where etcd is shared that is often somebody else's doing, and the watch has
    /// nothing
    /// to say; so it is asked for a sign of life first, which costs etcd next to nothing.
    void heard(long revision) {
        if (lead.isEmpty() && revision > reached()) {
            lead = Optional.of(new Lead(revision, clock.get()));
            watching.ifPresent(present -> present.watcher().requestProgress());
        }
    }

    /// Drops everything: the store is not what it was.
    void forget() {
        stopWatching();
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
        if (watching.isPresent() && isOver(watching.get())) {
            stopWatching();
        }
        awaitTold(deadline);
        lead = lead.filter(present -> present.revision() > reached());
        boolean isSilent =
                lead.filter(present -> isPast(present.heardAt(), WATCH_IS_DEAD)).isPresent();
        if (isBehind() || watching.isEmpty() || isDoubtful() || isSilent) {
            readAfresh(deadline);
        } else if (isPast(readAt, READ_AGAIN) && isPast(triedAt, READ_RETRY)) {
            readAgain(deadline);
        }
    }

    /// The watch tells of this node's own changes within a millisecond or so of etcd's answer.
    private void awaitTold(Deadline deadline) throws InterruptedIOException {
        Deadline patience = deadline.within(WATCH_IS_SLOW);
        synchronized (lock) {
            while (image.isPresent()
                    && image.get().revision() < told
                    && watching.filter(present -> !isOver(present)).isPresent()
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
        Image read = reader.read(deadline);
        synchronized (lock) {
            image = Optional.of(read);
            progress = 0;
            isDoubtful = false;
        }
        readAt = clock.get();
        lead = Optional.empty();
        told = Math.min(told, read.revision());
        watch(read.revision() + 1);
    }

    /// Holds the image against a read while the watch goes on. What the watch says meanwhile is added to what was read.
    private void readAgain(Deadline deadline) throws IOException {
        triedAt = clock.get();
        var during = new ArrayList<WatchEvent>();
        synchronized (lock) {
            eventsDuringRead = Optional.of(during);
        }
        boolean isSame;
        try {
            isSame = replace(reader.read(deadline), during);
            readAt = clock.get();
        } catch (CallFailedException e) {
            if (isPast(readAt, OLDEST_READ)) {
                throw e;
            }
            return;
        } finally {
            synchronized (lock) {
                eventsDuringRead = Optional.empty();
            }
        }
        if (!isSame) {
            readAfresh(deadline);
        }
    }

    /// Returns whether the watch had told all that was read; if not, it is not to be trusted.
    private boolean replace(Image read, List<WatchEvent> during) {
        synchronized (lock) {
            apply(during, read);
            boolean isSame = image.filter(read::saysTheSameAs).isPresent();
            if (isSame) {
                image = Optional.of(read);
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
        var tap = new Tap(response -> take(number, response), this::over);
        Watcher watcher = connection.client().getWatchClient().watch(Reader.bytes(keys.prefix()), option, tap);
        watching = Optional.of(new Watching(watcher, tap, connection.generation()));
    }

    private void stopWatching() {
        synchronized (lock) {
            watchNumber++;
        }
        watching.ifPresent(present -> present.watcher().close());
        watching = Optional.empty();
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
            apply(response.getEvents(), image.get());
            eventsDuringRead.ifPresent(during -> during.addAll(response.getEvents()));
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

    /// All of them or none. What the image knows already is skipped; changes of one revision come together.
    private static void apply(List<WatchEvent> events, Image target) {
        long known = target.revision();
        for (WatchEvent event : events) {
            KeyValue kv = event.getKeyValue();
            if (kv.getModRevision() <= known) {
                continue;
            }
            if (event.getEventType() == WatchEvent.EventType.DELETE) {
                target.delete(Reader.key(kv), kv.getModRevision());
            } else {
                target.put(Reader.stored(kv));
            }
        }
    }

    private boolean isOver(Watching present) {
        return present.tap().isOver() || present.generation() != connection.generation();
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

    private long imageRevision() {
        synchronized (lock) {
            return image.map(Image::revision).orElse(0L);
        }
    }

    private long reached() {
        synchronized (lock) {
            return Math.max(imageRevision(), progress);
        }
    }
}
