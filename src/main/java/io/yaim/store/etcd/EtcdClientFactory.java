package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.yaim.tls.Pem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// Creates jetcd clients, each for one endpoint.
///
/// Certificates are read again for each client, so that renewed ones are used without a restart.
record EtcdClientFactory(EtcdSettings settings) {

    /// etcd ends connections that ping more often than every 5 s.
    private static final Duration PING = Duration.ofSeconds(6);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final int LARGEST_ANSWER = 32 << 20;

    /// Connects when it is first used.
    Client create(URI endpoint) throws IOException {
        ClientBuilder builder = Client.builder()
                .endpoints(endpoint)
                .loadBalancerPolicy("pick_first")
                .connectTimeout(settings.timeout())
                // the default queues calls for as long as there is no connection, and sends them when they are
                // stale
                .waitForReady(false)
                // one, at once: enough for a token that expired; the default of 500 ms is longer than a call
                // may take
                .retryMaxAttempts(1)
                .retryDelay(5)
                .retryMaxDelay(10)
                .keepaliveTime(PING)
                .keepaliveTimeout(PING_TIMEOUT)
                // pings without an open stream are answered by GOAWAY, ENHANCE_YOUR_CALM
                .keepaliveWithoutCalls(false)
                .maxInboundMessageSize(LARGEST_ANSWER);
        settings.login()
                .ifPresent(login -> builder.user(bytes(login.user()))
                        .password(bytes(login.password().value())));
        if (settings.isSecured()) {
            builder.sslContext(sslContext());
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

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
