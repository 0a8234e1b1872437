package io.yaim.cli.client;

import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// A client by HTTP, for a node on any host.
public final class HttpApiClient implements ApiClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Longer than any response takes, and than the interval of heartbeats of a stream.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpUrl url;
    private final Optional<Login> login;
    private final OkHttpClient client;

    /// @param url such as `http://192.0.2.1:1313`
    /// @throws IllegalArgumentException it is not such a URL
    public HttpApiClient(String url, Optional<Login> login, Optional<TlsMaterial> tlsMaterial) {
        this.url = HttpUrl.get(url);
        this.login = login;
        if (!this.url.username().isEmpty() || this.url.query() != null) {
            throw new IllegalArgumentException("expected a URL such as http://192.0.2.1:1313, without a user in it");
        }
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TIMEOUT)
                .writeTimeout(TIMEOUT);
        tlsMaterial.ifPresent(
                trusted -> builder.sslSocketFactory(trusted.context().getSocketFactory(), trusted.trustManager()));
        client = builder.build();
    }

    /// The credentials.
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    @Override
    public ApiResponse send(ApiRequest apiRequest) throws IOException {
        try (Response response = send(apiRequest, "application/json");
                InputStream in = response.body().byteStream()) {
            byte[] body = in.readNBytes(ApiResponse.LONGEST + 1);
            if (body.length > ApiResponse.LONGEST) {
                throw new IOException("expected an answer of at most " + ApiResponse.LONGEST + " bytes");
            }
            return new ApiResponse(response.code(), new String(body, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void followEvents(String target, EventHandler eventHandler) throws IOException {
        try (Response response = send(ApiRequest.get(target), "text/event-stream");
                InputStream in = response.body().byteStream()) {
            if (response.code() != 200) {
                String text = new String(in.readNBytes(ApiResponse.LONGEST), StandardCharsets.UTF_8);
                new ApiResponse(response.code(), text).orThrow();
            }
            new HttpResponseReader(in).readEvents(eventHandler, () -> {});
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Response send(ApiRequest apiRequest, String accepted) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(Optional.ofNullable(url.resolve(apiRequest.target())).orElse(url))
                .header("Accept", accepted);
        login.ifPresent(who ->
                request.header("Authorization", Credentials.basic(who.user(), who.password(), StandardCharsets.UTF_8)));
        boolean isRead = apiRequest.method().equals("GET");
        request.method(apiRequest.method(), isRead ? null : RequestBody.create(apiRequest.body(), JSON));
        try {
            return client.newCall(request.build()).execute();
        } catch (IOException e) {
            throw new NoAnswerException("no answer from " + url + ": " + e.getMessage(), e);
        }
    }
}
