package io.yaim.cli.line;

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

/// The management socket of a node on this host: a connection for each question.
public final class SocketLine implements Line {

    private static final Logger LOGGER = Logger.getLogger(SocketLine.class.getName());

    /// Longer than any answer takes, and than the pause between two signs of life of a stream.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final Duration patience;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("line-watchdog").factory());

    public SocketLine(Path file) {
        this(file, PATIENCE);
    }

    SocketLine(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /// Whether somebody listens there.
    ///
    /// @throws AccessDeniedException this user may not know
    public boolean isAnswered() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel);
            return true;
        } catch (NoAnswerException e) {
            LOGGER.log(Level.FINE, "nobody there", e);
            return false;
        }
    }

    @Override
    public Answer ask(Question question) throws IOException {
        return talk(question, "application/json", (incoming, _) -> {
            Incoming.Head head = incoming.head();
            return new Answer(head.status(), incoming.body(head));
        });
    }

    @Override
    public void follow(String target, Listener listener) throws IOException {
        talk(Question.get(target), "text/event-stream", (incoming, alive) -> {
            Incoming.Head head = incoming.head();
            if (head.status() != 200) {
                new Answer(head.status(), incoming.body(head)).done();
            }
            incoming.events(listener, alive);
            return head;
        });
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    private interface Reading<T> {
        T read(Incoming incoming, Runnable alive) throws IOException;
    }

    private <T> T talk(Question question, String accepted, Reading<T> reading) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            var end = new AtomicReference<ScheduledFuture<?>>(endOf(channel));
            Runnable alive = () -> end.getAndSet(endOf(channel)).cancel(false);
            try {
                connect(channel);
                send(channel, question, accepted);
                return reading.read(new Incoming(new BufferedInputStream(Channels.newInputStream(channel))), alive);
            } catch (AsynchronousCloseException e) {
                throw new NoAnswerException(file + ": no answer within " + patience.toSeconds() + " s", e);
            } finally {
                end.get().cancel(false);
            }
        }
    }

    /// A blocking read of a channel knows no time limit, but ends when the channel is closed.
    private ScheduledFuture<?> endOf(SocketChannel channel) {
        return watchdog.schedule(() -> close(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "close a line that is silent", e);
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class); // tells what connect(2) mixes up
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

    private static void send(SocketChannel channel, Question question, String accepted) throws IOException {
        byte[] body = question.body().getBytes(StandardCharsets.UTF_8);
        String head = "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nContent-Type: application/json\r\n"
                .formatted(question.method(), question.target(), accepted);
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
