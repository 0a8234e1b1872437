package io.yaim.check.http;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// The type `http`: an HTTP request gets the expected response.
public final class HttpCheckProvider implements CheckProvider {

    private static final Option URL = Option.required("url", Option.Kind.STRING, "an http or https URL to GET")
            .withExample("http://127.0.0.1:8008/health");
    private static final Option USER = Option.optional("user", Option.Kind.STRING, "user name for basic authentication")
            .withExample("monitor");
    private static final Option PASSWORD = Option.optional(
                    "password", Option.Kind.SECRET, "password for basic authentication")
            .withExample("\"not this one\"");
    private static final Option CA_FILE = Option.optional(
                    "ca-file", Option.Kind.FILE, "PEM certificates to trust instead of those of the JVM")
            .withExample("/etc/yaim/ca.pem");
    private static final Option CERT_FILE = Option.optional("cert-file", Option.Kind.FILE, "PEM client certificate")
            .withExample("/etc/yaim/node1.pem");
    private static final Option KEY_FILE = Option.optional("key-file", Option.Kind.FILE, "PEM key of cert-file")
            .withExample("/etc/yaim/node1-key.pem");
    private static final Option EXPECTED_CODE =
            Option.standard("expected-code", Option.Kind.INTEGER, "200", "the status that passes");
    private static final Option EXPECTED_RESPONSE = Option.optional(
                    "expected-response", Option.Kind.STRING, "the exact body that passes")
            .withExample("ok");
    private static final Option EXPECTED_RESPONSE_CONTAINS = Option.optional(
                    "expected-response-contains", Option.Kind.STRING, "text that the body must contain to pass")
            .withExample("ok");

    @Override
    public String type() {
        return "http";
    }

    @Override
    public List<Option> options() {
        return List.of(
                URL,
                USER,
                PASSWORD,
                CA_FILE,
                CERT_FILE,
                KEY_FILE,
                EXPECTED_CODE,
                EXPECTED_RESPONSE,
                EXPECTED_RESPONSE_CONTAINS);
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        HttpUrl url = url(settings);
        Request.Builder request =
                new Request.Builder().url(url).header("User-Agent", "yaim").header("Accept-Encoding", "identity");
        credentials(settings, url).ifPresent(credentials -> request.header("Authorization", credentials));
        ExpectedResponse expectedResponse = new ExpectedResponse(
                settings.integer(EXPECTED_CODE, 100, 599).orElseThrow(),
                settings.text(EXPECTED_RESPONSE),
                settings.text(EXPECTED_RESPONSE_CONTAINS));
        return new HttpCheck(request.build(), expectedResponse, url.isHttps() ? tls(settings) : Optional.empty());
    }

    private static HttpUrl url(CheckSettings settings) throws InvalidOptionException {
        HttpUrl url = HttpUrl.parse(settings.required(URL));
        if (url == null) {
            // The URL is not shown, because it may contain a password.
            throw new InvalidOptionException(URL.key(), "an invalid URL", URL.description());
        }
        return url;
    }

    /// From the options. If they are absent, from the URL.
    private static Optional<String> credentials(CheckSettings settings, HttpUrl url) throws InvalidOptionException {
        String user = settings.text(USER).orElse(url.username());
        String password = settings.text(PASSWORD).orElse(url.password());
        return user.isEmpty() && password.isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.basic(user, password, StandardCharsets.UTF_8));
    }

    private static Optional<TlsMaterial> tls(CheckSettings settings) throws InvalidOptionException {
        Optional<Path> authorities = settings.file(CA_FILE);
        Optional<TlsMaterial.Identity> identity = settings.identity(CERT_FILE, KEY_FILE);
        if (authorities.isEmpty() && identity.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsMaterial.of(authorities, identity));
        } catch (IOException e) {
            String which = authorities.isPresent() && identity.isPresent()
                    ? "ca-file, cert-file, key-file"
                    : authorities.isPresent() ? "ca-file" : "cert-file, key-file";
            throw new InvalidOptionException(
                    which, String.valueOf(e.getMessage()), "certificates and keys in PEM form");
        }
    }
}
