package io.yaim.cli.line;

import io.yaim.check.tls.Tls;
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

/// A node anywhere, by HTTP.
public final class HttpLine implements Line {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

    /// Longer than any answer takes, and than the pause between two signs of life of a stream.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpUrl url;
    private final Optional<Login> login;
    private final OkHttpClient client;

    /// @param url such as `http://192.0.2.1:1313`
    /// @throws IllegalArgumentException it is no such
    public HttpLine(String url, Optional<Login> login, Optional<Tls> tls) {
        this.url = HttpUrl.get(url);
        this.login = login;
        if (!this.url.username().isEmpty() || this.url.query() != null) {
            throw new IllegalArgumentException("expected a URL such as http://192.0.2.1:1313, and the user beside it");
        }
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(TIME_TO_CONNECT)
                .readTimeout(PATIENCE)
                .writeTimeout(PATIENCE);
        tls.ifPresent(trusted -> builder.sslSocketFactory(trusted.context().getSocketFactory(), trusted.trust()));
        client = builder.build();
    }

    /// Who asks.
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    @Override
    public Answer ask(Question question) throws IOException {
        try (Response response = answer(question, "application/json");
                InputStream in = response.body().byteStream()) {
            byte[] body = in.readNBytes(Answer.LONGEST + 1);
            if (body.length > Answer.LONGEST) {
                throw new IOException("an answer of more than " + Answer.LONGEST + " bytes");
            }
            return new Answer(response.code(), new String(body, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void follow(String target, Listener listener) throws IOException {
        try (Response response = answer(Question.get(target), "text/event-stream");
                InputStream in = response.body().byteStream()) {
            if (response.code() != 200) {
                String text = new String(in.readNBytes(Answer.LONGEST), StandardCharsets.UTF_8);
                new Answer(response.code(), text).done();
            }
            new Incoming(in).events(listener, () -> {});
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Response answer(Question question, String accepted) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(Optional.ofNullable(url.resolve(question.target())).orElse(url))
                .header("Accept", accepted);
        login.ifPresent(who ->
                request.header("Authorization", Credentials.basic(who.user(), who.password(), StandardCharsets.UTF_8)));
        boolean isRead = question.method().equals("GET");
        request.method(question.method(), isRead ? null : RequestBody.create(question.body(), JSON));
        try {
            return client.newCall(request.build()).execute();
        } catch (IOException e) {
            throw new NoAnswerException("no answer from " + url + ": " + e.getMessage(), e);
        }
    }
}
