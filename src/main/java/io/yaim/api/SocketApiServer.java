package io.yaim.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/// The management socket: HTTP/1.1 on a UNIX socket that its owner and its group may open, one request for each
/// connection. The JDK's HTTP server does not listen on UNIX sockets.
public final class SocketApiServer implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(SocketApiServer.class.getName());
    private static final int BACKLOG = 64;
    private static final int MOST_CONNECTIONS = 64;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final Path file;
    private final Function<ServerRequest, ServerResponse> api;
    private final ServerSocketChannel server;
    private final Semaphore connectionSlots = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("socket-watchdog").factory());

    /// Starts to listen. An existing socket file is left over from an incarnation that has ended, and is replaced:
    /// the caller holds the lock of the state directory.
    public SocketApiServer(Path file, Function<ServerRequest, ServerResponse> api) throws IOException {
        this.file = file;
        this.api = api;
        Files.deleteIfExists(file);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file), BACKLOG);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            server.close();
            throw new IOException("listen on " + file + ": " + e.getMessage(), e);
        }
        Thread.ofPlatform().daemon().name("socket").start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
        watchdog.shutdownNow();
        Files.deleteIfExists(file);
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                SocketChannel channel = server.accept();
                if (connectionSlots.tryAcquire()) {
                    threads.execute(() -> serve(channel));
                } else {
                    channel.close();
                }
            }
        } catch (ClosedChannelException e) {
            LOGGER.log(Level.FINE, "the management socket is closed", e);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "the management socket no longer listens: " + e.getMessage(), e);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            ScheduledFuture<?> end =
                    watchdog.schedule(() -> closeQuietly(channel), REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            ServerResponse serverResponse = answer(in, caller(channel));
            if (serverResponse.content() instanceof ServerResponse.Content.Streamed) {
                end.cancel(false);
            }
            HttpCodec.write(out, serverResponse);
            channel.shutdownOutput();
            in.transferTo(
                    OutputStream
                            .nullOutputStream()); // unread data would reset the connection before the client has the
            // response
            end.cancel(false);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "a client of the management socket has disconnected", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connectionSlots.release();
        }
    }

    private ServerResponse answer(InputStream in, ServerRequest.Caller caller) throws IOException {
        try {
            ServerRequest serverRequest = HttpCodec.read(in, caller);
            if (serverRequest.isWrite()) {
                LOGGER.log(Level.INFO, "{0} {1} by {2}", new Object[] {
                    serverRequest.method(), "/" + String.join("/", serverRequest.path()), caller.name()
                });
            }
            return api.apply(serverRequest);
        } catch (HttpErrorException e) {
            return Api.error(e.status(), e.reason());
        } catch (IllegalArgumentException e) {
            return Api.error(400, String.valueOf(e.getMessage()));
        }
    }

    /// Returns the user that has opened it, as the kernel reports it (SO_PEERCRED).
    private static ServerRequest.Caller caller(SocketChannel channel) throws IOException {
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return new ServerRequest.Caller(peer.user().getName(), true, true);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "close a client's connection", e);
        }
    }
}
