package io.yaim.check.http;

import io.yaim.check.Check;
import io.yaim.check.Verdict;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Sends a request over a new connection each time. Over a reused connection, a server that accepts no new ones
/// would still pass.
final class HttpCheck implements Check {

    private final Request request;
    private final ExpectedResponse expectedResponse;
    private final OkHttpClient client;

    HttpCheck(Request request, ExpectedResponse expectedResponse, Optional<TlsMaterial> tlsMaterial) {
        this.request = request;
        this.expectedResponse = expectedResponse;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                // The whole call has one time limit, which is set for each call. These limits would only end it
                // earlier.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        tlsMaterial.ifPresent(
                material -> builder.sslSocketFactory(material.context().getSocketFactory(), material.trustManager()));
        this.client = builder.build();
    }

    @Override
    public Verdict run(Duration timeout) throws IOException, InterruptedException {
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            return switch (expectedResponse.compare(response)) {
                case Verdict.Pass pass -> pass;
                case Verdict.Fail(String reason) -> new Verdict.Fail("GET " + displayUrl() + ": " + reason);
            };
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new Verdict.Fail("GET " + displayUrl() + ": no full answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            throw new IOException("GET " + displayUrl() + ": " + e.getMessage(), e);
        }
    }

    /// Without user, password and query, which may be secret.
    private HttpUrl displayUrl() {
        return request.url()
                .newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build();
    }
}
