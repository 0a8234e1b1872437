package io.yaim.store.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.yaim.store.UnfinishedCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Logs in to etcd, and keeps the token for all endpoints.
///
/// etcd hashes the password, which may take longer than a call. So a login has a time limit of its own, and goes on
/// while calls fail and endpoints change. At most one is under way. If etcd says that authentication is not enabled,
/// calls go on without a token. Renewals of a lease need none in any case.
final class EtcdLogin implements AutoCloseable {

    /// Long enough for all nodes of a cluster that log in at once.
    static final Duration LIMIT = Duration.ofSeconds(30);

    /// After etcd has refused a login, it is not asked again for so long.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private final EtcdSettings.Login login;
    private final ChannelFactory channels;
    private final Supplier<Duration> clock;
    private final Consumer<String> warnings;
    private volatile Optional<String> token = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private boolean isIgnored;
    private boolean isClosed;

    interface ChannelFactory {
        ManagedChannel open(URI endpoint) throws IOException;
    }

    /// A login that is under way, and what it ends with.
    private record Attempt(URI endpoint, Duration begunAt, ManagedChannel channel, CompletableFuture<Attempt> end) {}

    private record Refusal(CallFailedException reason, Duration at) {}

    /// @param warnings receives when etcd begins or ends to ignore the login, on any thread
    EtcdLogin(EtcdSettings.Login login, ChannelFactory channels, Supplier<Duration> clock, Consumer<String> warnings) {
        this.login = login;
        this.channels = channels;
        this.clock = clock;
        this.warnings = warnings;
    }

    /// The token that calls carry now; empty before the first login, and while etcd wants none.
    Optional<String> token() {
        return token;
    }

    /// Adds the token to each call.
    ClientInterceptor interceptor() {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        token.ifPresent(present -> headers.put(TOKEN, present));
                        super.start(listener, headers);
                    }
                };
            }
        };
    }

    /// Starts the first login, and does not wait for it.
    synchronized void begin(URI endpoint) throws IOException {
        if (token.isEmpty() && attempt.isEmpty() && refusal.isEmpty() && !isIgnored) {
            start(endpoint);
        }
    }

    /// Waits until there is a token, or until etcd has said that it wants none.
    void await(URI endpoint, Deadline deadline) throws IOException {
        boolean isDone;
        synchronized (this) {
            isDone = token.isPresent() || isIgnored;
        }
        if (!isDone) {
            replace(Optional.empty(), endpoint, deadline);
        }
    }

    /// Replaces the token that etcd has rejected. Returns when there is another one, or when etcd wants none.
    ///
    /// @param rejected the token of the call that failed, if it had one
    /// @throws UnfinishedCallException the login goes on
    /// @throws IOException it failed
    void replace(Optional<String> rejected, URI endpoint, Deadline deadline) throws IOException {
        Attempt current;
        synchronized (this) {
            if (token.isPresent() && !token.equals(rejected)) {
                return;
            }
            token = Optional.empty();
            if (attempt.isEmpty()) {
                throwRefusal();
                start(endpoint);
            }
            current = attempt.orElseThrow();
        }
        await(current, deadline);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        attempt.ifPresent(present -> present.channel.shutdownNow());
    }

    private void throwRefusal() throws IOException {
        refusal = refusal.filter(known -> clock.get().minus(known.at).compareTo(PAUSE) < 0);
        if (refusal.isPresent()) {
            throw CallFailedException.again(refusal.get().reason);
        }
    }

    private void start(URI endpoint) throws IOException {
        if (isClosed) {
            throw new IOException("the connection to etcd is closed");
        }
        ManagedChannel channel = channels.open(endpoint);
        var started = new Attempt(endpoint, clock.get(), channel, new CompletableFuture<>());
        attempt = Optional.of(started);
        var request = AuthenticateRequest.newBuilder()
                .setNameBytes(ByteString.copyFromUtf8(login.user()))
                .setPasswordBytes(ByteString.copyFromUtf8(login.password().value()))
                .build();
        var answer = AuthGrpc.newFutureStub(channel)
                .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .authenticate(request);
        answer.addListener(() -> finish(started, answer), Runnable::run);
    }

    /// On a thread of gRPC.
    private void finish(Attempt finished, Future<AuthenticateResponse> answer) {
        Optional<CallFailedException> failure = Optional.empty();
        synchronized (this) {
            attempt = Optional.empty();
            try {
                token = Optional.of(answer.get().getToken());
                accepted();
            } catch (ExecutionException e) {
                failure = failure(finished, e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = failure(finished, e);
            }
        }
        finished.channel.shutdownNow();
        failure.ifPresentOrElse(finished.end::completeExceptionally, () -> finished.end.complete(finished));
    }

    private void accepted() {
        refusal = Optional.empty();
        if (isIgnored) {
            warnings.accept("etcd asks for a login again: logged in as " + login.user());
        }
        isIgnored = false;
    }

    /// Why the login failed; empty if etcd wants none.
    private Optional<CallFailedException> failure(Attempt failed, Throwable cause) {
        var failure = CallFailedException.of("etcd log in at " + failed.endpoint, cause);
        if (failure.code() == Status.Code.FAILED_PRECONDITION) {
            refusal = Optional.empty();
            if (!isIgnored) {
                warnings.accept("etcd wants no login, because its authentication is not enabled:"
                        + " yaim goes on without one, and anyone who reaches etcd can change addresses");
            }
            isIgnored = true;
            return Optional.empty();
        }
        refusal = failure.isRetryable() ? Optional.empty() : Optional.of(new Refusal(failure, clock.get()));
        return Optional.of(failure);
    }

    private void await(Attempt current, Deadline deadline) throws IOException {
        try {
            current.end.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            var unfinished = new UnfinishedCallException("etcd log in at " + current.endpoint + ": under way for "
                    + clock.get().minus(current.begunAt).toMillis() + " ms");
            unfinished.initCause(e);
            throw unfinished;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CallFailedException failure
                    ? CallFailedException.again(failure)
                    : new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("etcd log in: interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
