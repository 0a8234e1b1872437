package io.yaim.store.etcd;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.yaim.tls.Pem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Creates jetcd clients, each for one endpoint.
///
/// Certificates are read again for each client, so that renewed ones are used without a restart.
record EtcdClientFactory(EtcdSettings settings) {

    /// etcd ends connections that ping more often than every 5 s.
    private static final Duration PING = Duration.ofSeconds(6);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final int LARGEST_ANSWER = 32 << 20;

    /// Connects when it is first used.
    ///
    /// @param interceptors of all calls
    Client create(URI endpoint, List<ClientInterceptor> interceptors) throws IOException {
        ClientBuilder builder = Client.builder()
                .endpoints(endpoint)
                .loadBalancerPolicy("pick_first")
                .connectTimeout(settings.timeout())
                // the default queues calls for as long as there is no connection, and sends them when they are
                // stale
                .waitForReady(false)
                // one, at once; the default of 500 ms is longer than a call may take
                .retryMaxAttempts(1)
                .retryDelay(5)
                .retryMaxDelay(10)
                .keepaliveTime(PING)
                .keepaliveTimeout(PING_TIMEOUT)
                // pings without an open stream are answered by GOAWAY, ENHANCE_YOUR_CALM
                .keepaliveWithoutCalls(false)
                .maxInboundMessageSize(LARGEST_ANSWER)
                .interceptors(interceptors);
        if (settings.isSecured()) {
            builder.sslContext(sslContext());
        }
        return builder.build();
    }

    /// A connection for one call that needs no token.
    ManagedChannel createChannel(URI endpoint) throws IOException {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + endpoint.getAuthority())
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.timeout().toMillis()))
                .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (settings.isSecured()) {
            builder.sslContext(sslContext());
        } else {
            builder.usePlaintext();
        }
        return builder.build();
    }

    private SslContext sslContext() throws IOException {
        SslContextBuilder context = GrpcSslContexts.forClient();
        if (settings.caFile().isPresent()) {
            context.trustManager(certificates(settings.caFile().get()));
        }
        if (settings.identity().isPresent()) {
            X509Certificate[] certificates =
                    certificates(settings.identity().get().certFile());
            context.keyManager(Pem.privateKey(readable(settings.identity().get().keyFile())), certificates);
        }
        return context.build();
    }

    private static X509Certificate[] certificates(Path file) throws IOException {
        return Pem.certificates(readable(file)).toArray(X509Certificate[]::new);
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("read " + file + ": no such file, or no permission");
        }
        return file;
    }
}
