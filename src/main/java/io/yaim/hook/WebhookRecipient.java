package io.yaim.hook;

import io.yaim.json.Json;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Posts each event as JSON to a web server, with the fields and the signature of LinK's webhooks among others. A
/// status of 2xx is success. The body of a response is ignored, and redirects are not followed.
public final class WebhookRecipient implements HookRecipient {

    private static final MediaType JSON = MediaType.get("application/json");

    private final String hook;
    private final Request plain;
    private final Optional<String> secret;
    private final Optional<String> resourceId;
    private final Function<VirtualIp, String> endpointIds;
    private final InstantSource wallClock;
    private final OkHttpClient client;

    /// @param hook the name of the hook, which the server receives
    /// @param headers sent with each request
    /// @param secret signs each request
    /// @param resourceId the server's identifier of the resource
    /// @param endpointIds the stable id of an entry, which LinK calls an endpoint
    public WebhookRecipient(
            String hook,
            URI url,
            Map<String, String> headers,
            Optional<String> secret,
            Optional<String> resourceId,
            Function<VirtualIp, String> endpointIds,
            InstantSource wallClock) {
        this.hook = hook;
        this.secret = secret;
        this.resourceId = resourceId;
        this.endpointIds = endpointIds;
        this.wallClock = wallClock;
        Request.Builder request = new Request.Builder().url(url.toString()).header("User-Agent", "yaim");
        headers.forEach(request::header);
        plain = request.build();
        client = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                // One timeout limits the whole call and is set for each call. These would only end it earlier.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /// Calls on a thread of its own: neither an interrupt nor the timeout would end the look-up of the server's name.
    @Override
    public void deliver(HookEvent event, Duration timeout) throws IOException, InterruptedException {
        Call call = client.newCall(request(event));
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        var answer = new FutureTask<>(() -> status(call));
        Thread.ofPlatform().daemon().name("webhook-" + hook).start(answer);
        try {
            int status = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (status < 200 || status > 299) {
                throw new IOException("POST to " + shown() + ": status " + status + ", expected 2xx");
            }
        } catch (TimeoutException e) {
            throw late(timeout, e);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()), timeout);
        } finally {
            call.cancel();
        }
    }

    private IOException failure(Throwable cause, Duration timeout) {
        return switch (cause) {
            case InterruptedIOException late -> late(timeout, late);
            case IOException e -> new IOException("POST to " + shown() + ": " + e.getMessage(), e);
            default -> throw new IllegalStateException("POST to " + shown(), cause);
        };
    }

    private IOException late(Duration timeout, Throwable cause) {
        return new IOException("POST to " + shown() + ": no answer within " + timeout.toMillis() + " ms", cause);
    }

    private static int status(Call call) throws IOException {
        try (Response response = call.execute()) {
            return response.code();
        }
    }

    private Request request(HookEvent event) {
        byte[] body = body(event).getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(wallClock.instant().getEpochSecond());
        Request.Builder request =
                plain.newBuilder().post(RequestBody.create(body, JSON)).header("X-Link-Webhook-Timestamp", timestamp);
        resourceId.ifPresent(id -> request.header("X-Link-Webhook-Resource-ID", id));
        secret.ifPresent(key -> request.header("X-Link-Webhook-Signature", signature(key, timestamp, body)));
        return request.build();
    }

    private String body(HookEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("endpoint_id", endpointIds.apply(event.ip()));
        fields.put("resource_id", resourceId.orElse(""));
        fields.put("plugin", "webhook");
        fields.put("status", status(event));
        fields.putAll(event.fields());
        fields.put("hook", hook);
        return Json.of(fields);
    }

    /// Returns LinK's status: whether the address is here now.
    private static String status(HookEvent event) {
        return switch (event.kind()) {
            case BIND, CONFLICT -> "ACTIVATED";
            case DROP, FENCE -> "STANDBY";
            case STATE -> event.transition().map(change -> change.to().name()).orElse("");
        };
    }

    /// HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal.
    private static String signature(String key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Returns the URL without path and query, which may contain secrets.
    private String shown() {
        return plain.url().scheme() + "://" + plain.url().host() + ":"
                + plain.url().port();
    }
}
