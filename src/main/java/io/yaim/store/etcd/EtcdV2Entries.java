package io.yaim.store.etcd;

import io.yaim.model.VirtualIp;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Finds entries that were made by etcd's v2 API, as scripts for the original yaim do. No client of v3 sees them: v2
/// has keys of its own.
final class EtcdV2Entries {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]{1,300})\"");

    private final EtcdSettings settings;

    EtcdV2Entries(EtcdSettings settings) {
        this.settings = settings;
    }

    /// The addresses below `ips` of this cluster; none if the endpoint does not serve v2, as by default.
    ///
    /// @throws IOException the endpoint gave no answer in time
    List<VirtualIp> at(URI endpoint) throws IOException {
        String folder = settings.keys().prefix() + "ips";
        Request request =
                new Request.Builder().url(endpoint + "/v2/keys" + folder).build();
        try (Response response = client().newCall(request).execute();
                InputStream in = response.body().byteStream()) {
            if (response.code() != 200) {
                return List.of();
            }
            return addresses(new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8), folder + "/");
        }
    }

    private static List<VirtualIp> addresses(String body, String folder) {
        var found = new ArrayList<VirtualIp>();
        Matcher keys = KEY.matcher(body);
        while (keys.find()) {
            String key = keys.group(1);
            if (key.startsWith(folder)) {
                address(key.substring(folder.length())).ifPresent(found::add);
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    private static Optional<VirtualIp> address(String text) {
        try {
            return Optional.of(VirtualIp.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private OkHttpClient client() throws IOException {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .callTimeout(LIMIT);
        if (settings.isSecured()) {
            Optional<TlsMaterial.Identity> identity =
                    settings.identity().map(own -> new TlsMaterial.Identity(own.certFile(), own.keyFile()));
            TlsMaterial tls = TlsMaterial.of(settings.caFile(), identity);
            builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trustManager());
        }
        return builder.build();
    }
}
