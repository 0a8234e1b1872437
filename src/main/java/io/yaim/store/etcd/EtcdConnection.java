package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.options.WatchOption;
import io.grpc.Status;
import io.yaim.store.StoreListener;
import io.yaim.store.UnfinishedCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One client for one endpoint at a time, and each request through it with a deadline.
///
/// If an endpoint fails, the next one is used at once: the round robin of jetcd would still use a hanging endpoint
/// for every second call. If there is no other endpoint, the client is replaced every [#RECONNECT_INTERVAL] of an
/// outage: gRPC waits up to two minutes before it reconnects, and only a new client ends that. Used by one thread.
final class EtcdConnection implements AutoCloseable {

    static final Duration RECONNECT_INTERVAL = Duration.ofMillis(1500);

    private final EtcdSettings settings;
    private final EtcdClientFactory etcdClientFactory;
    private final Supplier<Duration> clock;
    private final StoreListener listener;
    private final Optional<EtcdLogin> login;

    private Client client;
    private Duration madeAt;
    private int endpoint;
    private boolean isClosed;
    private Optional<Watcher> watcher = Optional.empty();
    private Optional<Duration> failingSince = Optional.empty();

    /// @param warnings receives what an operator should know of the login, on any thread
    /// @throws IOException a certificate file cannot be read
    EtcdConnection(EtcdSettings settings, Supplier<Duration> clock, StoreListener listener, Consumer<String> warnings)
            throws IOException {
        this.settings = settings;
        this.etcdClientFactory = new EtcdClientFactory(settings);
        this.clock = clock;
        this.listener = listener;
        this.login =
                settings.login().map(user -> new EtcdLogin(user, etcdClientFactory::createChannel, clock, warnings));
        this.client = newClient(settings.endpoints().getFirst());
        this.madeAt = clock.get();
    }

    /// Whether a request may be repeated if the connection of the first one broke.
    enum Retry {
        YES,
        NO
    }

    /// Sends a request, and waits for the response until the deadline. A late response is dropped; a late effect is
    /// not.
    <T> T call(String operation, Deadline deadline, Retry retry, Function<Client, CompletableFuture<T>> question)
            throws IOException {
        for (int tried = 1; ; tried++) {
            reconnectIfDue();
            Duration asked = clock.get();
            try {
                T answer = send(operation, deadline, question);
                failingSince = Optional.empty();
                listener.requestCompleted(operation, clock.get().minus(asked), Optional.empty());
                return answer;
            } catch (UnfinishedCallException e) {
                listener.requestCompleted(operation, clock.get().minus(asked), Optional.of("LOGIN"));
                throw e;
            } catch (CallFailedException e) {
                listener.requestCompleted(
                        operation,
                        clock.get().minus(asked),
                        Optional.of(e.code().name()));
                handleFailure(e);
                boolean isOther =
                        retry == Retry.YES && tried < settings.endpoints().size();
                if (!isOther || e.code() != Status.Code.UNAVAILABLE || deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    /// Starts the only watch of this connection, in place of the last one. It ends with its client.
    void watch(ByteSequence key, WatchOption option, Watch.Listener watchListener) {
        stopWatching();
        watcher = Optional.of(client.getWatchClient().watch(key, option, watchListener));
    }

    /// The observer is notified of the end.
    void stopWatching() {
        watcher.ifPresent(Watcher::close);
        watcher = Optional.empty();
    }

    /// Asks etcd to report its revision through the watch.
    void requestProgress() {
        watcher.ifPresent(Watcher::requestProgress);
    }

    /// Waits until calls have a token, if etcd wants one.
    void awaitLogin(Deadline deadline) throws IOException {
        if (login.isPresent()) {
            login.get().await(endpoint(), deadline);
        }
    }

    URI endpoint() {
        return settings.endpoints().get(endpoint);
    }

    @Override
    public void close() {
        isClosed = true;
        stopWatching();
        client.close();
        login.ifPresent(EtcdLogin::close);
    }

    /// A call that etcd refuses for want of a valid token had no effect. It is sent once more after a login.
    private <T> T send(String operation, Deadline deadline, Function<Client, CompletableFuture<T>> question)
            throws IOException {
        if (login.isEmpty()) {
            return await(operation, deadline, question.apply(client));
        }
        EtcdLogin etcdLogin = login.get();
        etcdLogin.begin(endpoint());
        Optional<String> token = etcdLogin.token();
        try {
            return await(operation, deadline, question.apply(client));
        } catch (CallFailedException e) {
            if (!e.isLoginWanted()) {
                throw e;
            }
        }
        etcdLogin.replace(token, endpoint(), deadline);
        return await(operation, deadline, question.apply(client));
    }

    private <T> T await(String operation, Deadline deadline, CompletableFuture<T> answer) throws IOException {
        String tried = "etcd " + operation + " at " + endpoint();
        try {
            return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            var late = new CallFailedException(tried, Status.Code.DEADLINE_EXCEEDED, "no answer in time");
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            throw CallFailedException.of(tried, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException(tried + ": interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            // ends jetcd's own repetition; what has been sent stays sent
            answer.cancel(true);
        }
    }

    private void handleFailure(CallFailedException e) throws IOException {
        if (!e.isRetryable()) {
            failingSince = Optional.empty();
            return;
        }
        failingSince = failingSince.or(() -> Optional.of(clock.get()));
        if (settings.endpoints().size() > 1) {
            endpoint = (endpoint + 1) % settings.endpoints().size();
            reconnect();
        }
    }

    private void reconnectIfDue() throws IOException {
        if (isClosed) {
            throw new IOException("the connection to etcd is closed");
        }
        if (failingSince.isPresent()) {
            Duration last = failingSince.get().compareTo(madeAt) > 0 ? failingSince.get() : madeAt;
            if (clock.get().minus(last).compareTo(RECONNECT_INTERVAL) >= 0) {
                reconnect();
            }
        }
    }

    private void reconnect() throws IOException {
        Client next = newClient(endpoint());
        stopWatching();
        client.close();
        client = next;
        madeAt = clock.get();
    }

    private Client newClient(URI at) throws IOException {
        return etcdClientFactory.create(
                at, login.map(EtcdLogin::interceptor).map(List::of).orElse(List.of()));
    }
}
