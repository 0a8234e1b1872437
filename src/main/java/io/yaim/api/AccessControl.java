package io.yaim.api;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides who may send requests: clients with the password, if one is set, and users who may open the management
/// socket. A browser may not send requests from pages of other sites.
public final class AccessControl {

    private static final Set<String> OPEN = Set.of("healthz", "readyz");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private final Optional<byte[]> credentials;
    private final boolean isWritable;
    private final Set<String> hostNames;

    /// @param password empty: no password is needed
    /// @param isWritable whether requests that do not come by the management socket may write
    /// @param names host names that write requests may use, besides the addresses of this host
    public AccessControl(Optional<Password> password, boolean isWritable, Set<String> names) {
        this.credentials = password.map(Password::bytes);
        this.isWritable = isWritable;
        this.hostNames = Set.copyOf(names);
    }

    /// A user and a password.
    public record Password(String user, String secret) {

        private byte[] bytes() {
            return (user + ':' + secret).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /// Returns whether this client may write.
    public boolean isWritable(ServerRequest.Caller caller) {
        return caller.isLocal() || isWritable;
    }

    /// Returns the error response to a request that is denied; empty if it is allowed.
    Optional<ServerResponse> denial(ServerRequest serverRequest) {
        if (serverRequest.caller().isLocal()) {
            return Optional.empty();
        }
        boolean isOpen = serverRequest.path().size() == 1
                && OPEN.contains(serverRequest.path().getFirst());
        if (!isOpen && credentials.isPresent() && !isAuthenticated(serverRequest)) {
            return Optional.of(Api.error(401, "expected the user and the password of yaim.yml")
                    .withHeader("WWW-Authenticate", "Basic realm=\"yaim\", charset=\"UTF-8\""));
        }
        if (serverRequest.isWrite() && !isWritable) {
            return Optional.of(
                    Api.error(403, "this listener is read-only; use the management socket to change something"));
        }
        return serverRequest.isWrite()
                ? crossSiteReason(serverRequest).map(reason -> Api.error(403, reason))
                : Optional.empty();
    }

    /// Checks the credentials (RFC 7617). The time that it takes depends only on what is given, not on how much of it
    /// is right.
    private boolean isAuthenticated(ServerRequest serverRequest) {
        String given = serverRequest.header("Authorization").orElse("");
        if (!given.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    Base64.getDecoder().decode(given.substring(6).strip()), credentials.orElseThrow());
        } catch (IllegalArgumentException e) {
            return false; // not Base64, so not the password
        }
    }

    /// Detects requests from other sites. A browser sends the origin of the page that asks (Fetch Metadata, and
    /// Origin of RFC 6454). If an attacker lets a name of their own resolve to this host, the name stands in Host.
    private Optional<String> crossSiteReason(ServerRequest serverRequest) {
        Optional<String> site = serverRequest.header("Sec-Fetch-Site").map(value -> value.toLowerCase(Locale.ROOT));
        if (site.filter(value -> !SAME_SITE.contains(value)).isPresent()) {
            return Optional.of("a request from a page of another site");
        }
        String host = serverRequest.header("Host").orElse("");
        Optional<String> origin = serverRequest.header("Origin");
        if (origin.isPresent()) {
            String scheme = serverRequest.caller().isTls() ? "https://" : "http://";
            if (!origin.get().equalsIgnoreCase(scheme + host)) {
                return Optional.of("a request from a page of another site");
            }
            if (!isOurs(host)) {
                return Optional.of("expected an address, or one of " + hostNames + ", as the host");
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(String host) {
        try {
            String name =
                    Optional.ofNullable(URI.create("http://" + host).getHost()).orElse("");
            String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
            return hostNames.contains(bare.toLowerCase(Locale.ROOT)) || isAddress(bare);
        } catch (IllegalArgumentException e) {
            return false; // without a host it cannot be this host
        }
    }

    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false; // not an address, so a name
        }
    }
}
