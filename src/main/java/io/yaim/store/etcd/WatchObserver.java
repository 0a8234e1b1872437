package io.yaim.store.etcd;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.function.Consumer;

/// Listens to one watch until it ends, by whatever cause.
///
/// jetcd would go on by itself after an error, but from the revision that the store had when the watch began,
/// and so skip what it has not delivered yet. Hence a watch that failed once counts as over.
final class WatchObserver implements Watch.Listener {

    private final Consumer<WatchResponse> consumer;
    private final Runnable onEnd;
    private volatile boolean isOver;

    /// @param taker receives each response, in order, on a thread of gRPC
    /// @param whenOver runs once or more, on any thread, after the watch has ended
    WatchObserver(Consumer<WatchResponse> taker, Runnable whenOver) {
        this.consumer = taker;
        this.onEnd = whenOver;
    }

    boolean isOver() {
        return isOver;
    }

    @Override
    public void onNext(WatchResponse response) {
        if (isOver) {
            return;
        }
        boolean isTaken = false;
        try {
            consumer.accept(response);
            isTaken = true;
        } finally {
            if (!isTaken) {
                end();
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
    }

    /// Later responses are ignored.
    private void end() {
        if (!isOver) {
            isOver = true;
            onEnd.run();
        }
    }
}
