package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFaceTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpFace.Answer ready = new HttpFace.Answer(true, "ready\n");
    private HttpFace face;

    @BeforeEach
    void open() throws IOException {
        face = new HttpFace(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> "yaim_healthy 1.0\n",
                () -> new HttpFace.Answer(false, "the last pass ended 99999 ms ago\n"),
                () -> ready);
    }

    @AfterEach
    void close() {
        face.close();
        client.close();
    }

    @Test
    void showsMetrics() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("yaim_healthy 1.0\n");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    }

    @Test
    void tellsByItsStatusWhetherTheLoopIsAlive() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").body()).isEqualTo("the last pass ended 99999 ms ago\n");
    }

    @Test
    void tellsByItsStatusWhetherTheNodeTakesEntries() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        ready = new HttpFace.Answer(false, "unhealthy: api: down\n");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("unhealthy: api: down\n");
    }

    @Test
    void readsOnly() throws Exception {
        HttpRequest post =
                request("/metrics").POST(BodyPublishers.ofString("x")).build();
        HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpRequest head =
                request("/metrics").method("HEAD", BodyPublishers.noBody()).build();
        HttpResponse<String> answer = client.send(head, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void knowsNoOtherPages() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
        assertThat(get("/metricsx").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhereItCannotListen() {
        assertThatThrownBy(() -> new HttpFace(face.address(), () -> "", () -> ready, () -> ready))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen on ")
                .hasMessageContaining(String.valueOf(face.address().getPort()));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + face.address().getPort() + path));
    }
}
