package io.yaim.cli.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A client by the management socket of a node on this host, with one connection for each request.
public final class SocketApiClient implements ApiClient {

    private static final Logger LOGGER = Logger.getLogger(SocketApiClient.class.getName());

    /// Longer than any response takes, and than the interval of heartbeats of a stream.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path file;
    private final Duration timeout;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("line-watchdog").factory());

    public SocketApiClient(Path file) {
        this(file, TIMEOUT);
    }

    SocketApiClient(Path file, Duration timeout) {
        this.file = file;
        this.timeout = timeout;
    }

    /// Returns whether a server listens on the socket.
    ///
    /// @throws AccessDeniedException this user may not connect
    public boolean isListening() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel);
            return true;
        } catch (NoAnswerException e) {
            LOGGER.log(Level.FINE, "no server listens", e);
            return false;
        }
    }

    @Override
    public ApiResponse send(ApiRequest apiRequest) throws IOException {
        return exchange(apiRequest, "application/json", (httpResponseReader, _) -> {
            HttpResponseReader.ResponseHead responseHead = httpResponseReader.readHead();
            return new ApiResponse(responseHead.status(), httpResponseReader.readBody(responseHead));
        });
    }

    @Override
    public void followEvents(String target, EventHandler eventHandler) throws IOException {
        exchange(ApiRequest.get(target), "text/event-stream", (httpResponseReader, alive) -> {
            HttpResponseReader.ResponseHead responseHead = httpResponseReader.readHead();
            if (responseHead.status() != 200) {
                new ApiResponse(responseHead.status(), httpResponseReader.readBody(responseHead)).orThrow();
            }
            httpResponseReader.readEvents(eventHandler, alive);
            return responseHead;
        });
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    private interface ExchangeReader<T> {
        T read(HttpResponseReader httpResponseReader, Runnable alive) throws IOException;
    }

    private <T> T exchange(ApiRequest apiRequest, String accepted, ExchangeReader<T> exchangeReader)
            throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            var end = new AtomicReference<ScheduledFuture<?>>(scheduleClose(channel));
            Runnable alive = () -> end.getAndSet(scheduleClose(channel)).cancel(false);
            try {
                connect(channel);
                send(channel, apiRequest, accepted);
                return exchangeReader.read(
                        new HttpResponseReader(new BufferedInputStream(Channels.newInputStream(channel))), alive);
            } catch (AsynchronousCloseException e) {
                throw new NoAnswerException(file + ": no answer within " + timeout.toSeconds() + " s", e);
            } finally {
                end.get().cancel(false);
            }
        }
    }

    /// A blocking read of a channel has no timeout, but ends when the channel is closed.
    private ScheduledFuture<?> scheduleClose(SocketChannel channel) {
        return watchdog.schedule(() -> close(channel), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "close a silent connection", e);
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class); // distinguishes errors that connect(2) does not
            channel.connect(UnixDomainSocketAddress.of(file));
        } catch (NoSuchFileException | ConnectException e) {
            throw new NoAnswerException("no daemon answers at " + file, e);
        } catch (SocketException e) {
            if (!Files.isWritable(file)) {
                var denied = new AccessDeniedException(file.toString());
                denied.initCause(e);
                throw denied;
            }
            throw new NoAnswerException("connect to " + file + ": " + e.getMessage(), e);
        }
    }

    private static void send(SocketChannel channel, ApiRequest apiRequest, String accepted) throws IOException {
        byte[] body = apiRequest.body().getBytes(StandardCharsets.UTF_8);
        String head = "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nContent-Type: application/json\r\n"
                .formatted(apiRequest.method(), apiRequest.target(), accepted);
        String end = "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(body.length);
        write(channel, (head + end).getBytes(StandardCharsets.ISO_8859_1));
        write(channel, body);
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }
}
